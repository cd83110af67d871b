import Foundation

/// The kernel's figures for this process, under the names that Prometheus' own libraries use.
enum ProcessFigures {
  static func expose(in exposition: inout Exposition) {
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    // Field 2 is the name in parentheses, which may contain anything, so counting starts after it.
    // Field numbers are those of proc(5), where the state is field 3.
    let stat = text("/proc/self/stat").flatMap { text in
      text.lastIndex(of: ")").map { text[text.index(after: $0)...].split(separator: " ") }
    }
    func field(_ number: Int) -> Double? {
      stat.flatMap { $0.indices.contains(number - 3) ? Double($0[number - 3]) : nil }
    }
    exposition.add(
      "process_cpu_seconds_total", .counter, "Total user and system CPU time.",
      both(field(14), field(15)).map { ($0 + $1) / ticks })
    exposition.add(
      "process_start_time_seconds", .gauge, "Start time of the process, in seconds since 1970.",
      both(bootTime, field(22)).map { $0 + $1 / ticks })
    exposition.add(
      "process_virtual_memory_bytes", .gauge, "Virtual memory size.", field(23))
    exposition.add(
      "process_resident_memory_bytes", .gauge, "Resident memory size.",
      field(24).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) })
    exposition.add(
      "process_open_fds", .gauge, "Open file descriptors.",
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))
        .map { Double($0.count) })
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      exposition.add(
        "process_max_fds", .gauge, "Maximum number of open file descriptors.",
        Double(limit.rlim_cur))
    }
  }

  /// Seconds since 1970.
  private static var bootTime: Double? {
    text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
      .flatMap { Double($0.dropFirst(6)) }
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func both(_ one: Double?, _ other: Double?) -> (Double, Double)? {
    guard let one, let other else { return nil }
    return (one, other)
  }
}
