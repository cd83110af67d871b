import Reporting

extension HardwareFacts.Memory {
  /// The kernel's memory, from `/proc/meminfo`.
  init(on host: Host) throws(ProbeError) {
    guard let bytes = Self.total(in: try host.text("proc/meminfo")) else {
      throw .malformed("proc/meminfo", expected: "a line MemTotal with kilobytes")
    }
    self.init(totalBytes: bytes)
  }

  /// Bytes, from the line `MemTotal:  24684092 kB`; nil where there is none or it makes no sense.
  static func total(in meminfo: String) -> Int? {
    for (name, value) in FieldLines(meminfo) where name == "MemTotal" {
      let words = value.split(separator: " ")
      guard words.count == 2, words[1] == "kB", let kilobytes = Int(words[0]), kilobytes > 0
      else { return nil }
      let (bytes, overflow) = kilobytes.multipliedReportingOverflow(by: 1024)
      return overflow ? nil : bytes
    }
    return nil
  }
}
