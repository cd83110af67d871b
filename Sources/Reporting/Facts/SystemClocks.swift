import Glibc

/// Monotonic clock, for deadlines and durations; it stands still while the computer sleeps.
public enum MonotonicClock {
  /// Seconds since an arbitrary moment.
  @Sendable public static func seconds() -> Double {
    reading(CLOCK_MONOTONIC) ?? 0
  }
}

/// Monotonic clock that continues while the computer sleeps.
public enum BootClock {
  /// Seconds since the computer started; nil if the kernel has no such clock.
  @Sendable public static func seconds() -> Double? {
    reading(CLOCK_BOOTTIME)
  }
}

private func reading(_ clock: clockid_t) -> Double? {
  var time = timespec()
  guard clock_gettime(clock, &time) == 0 else { return nil }
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
