import Glibc

/// Maximum number of open files and connections of this process.
enum OpenFileLimit {
  /// Raises it to what the system allows: 1,024, the usual start, are fewer than the agents that
  /// may call at once.
  static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
