// What the address sanitizer goes by, linked into every program, since processes of ours that read what others
// made see no environment. XCTest itself leaks. A process that was forked to look at the machine must not be
// ended by a stack that it shares with nobody.
const char *__asan_default_options(void) {
  return "detect_leaks=0:abort_on_error=1:detect_stack_use_after_return=0";
}
