// The options of the address sanitizer, linked into every program, since our processes that read
// external input see no environment. XCTest itself leaks. A process forked for a probe must not be
// ended because of a stack that it shares with nobody.
const char *__asan_default_options(void) {
  return "detect_leaks=0:abort_on_error=1:detect_stack_use_after_return=0";
}
