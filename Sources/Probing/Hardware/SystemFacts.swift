import Glibc
import HardwareCatalogue
import Reporting

extension HardwareFacts.System {
  /// The operating system, from `os-release`, the kernel's own release and its architecture.
  init(on host: Host) {
    let release = OSRelease(
      (try? host.text("etc/os-release")) ?? (try? host.text("usr/lib/os-release")) ?? "")
    self.init(
      name: release["NAME"],
      version: release["VERSION_ID"] ?? release["VERSION"] ?? release["BUILD_ID"],
      kernel: PlainText.line(try? host.text("proc/sys/kernel/osrelease")),
      architecture: Self.architecture(of: host))
  }

  /// `x86_64`, `aarch64`; a captured machine has it in `/proc` from Linux 6.1 on.
  private static func architecture(of host: Host) -> String? {
    guard host.isThisMachine else { return PlainText.line(try? host.text("proc/sys/kernel/arch")) }
    var names = utsname()
    guard uname(&names) == 0 else { return nil }
    return PlainText.line(
      withUnsafeBytes(of: &names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    )
  }
}

/// The assignments of os-release(5). Pure and total; the last of two equal names counts, as in a
/// shell.
struct OSRelease: Sendable {
  private var values: [String: String] = [:]

  init(_ text: String) {
    // Some editors begin a file with a byte order mark.
    let scalars = text.unicodeScalars
    let text = scalars.first == "\u{FEFF}" ? String(scalars.dropFirst()) : text
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop(while: \.isWhitespace)
      guard line.first != "#", let sign = line.firstIndex(of: "=") else { continue }
      values[String(line[..<sign])] = Self.unquoted(line[line.index(after: sign)...])
    }
  }

  /// The value on one clean line, nil if there is none.
  subscript(name: String) -> String? { PlainText.line(values[name]) }

  private static func unquoted(_ value: Substring) -> String {
    var rest = value
    while rest.last?.isWhitespace == true { rest.removeLast() }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return String(rest) }
    var text = ""
    var escaped = false
    for character in rest.dropFirst() {
      if escaped {
        text.append(character)
        escaped = false
      } else if character == "\\" && quote == "\"" {
        escaped = true
      } else if character == quote {
        break
      } else {
        text.append(character)
      }
    }
    return text
  }
}

extension HardwareFacts.Machine {
  /// Whether the machine has a battery that can power it; nil if the kernel does not say.
  ///
  /// Batteries of mice, pens and phones have the scope "Device"; one that was taken out of its bay
  /// may still be listed, but is not present.
  static func hasBattery(_ host: Host) -> Bool? {
    let folder = "sys/class/power_supply"
    guard let supplies = try? host.entries(folder) else { return nil }
    return supplies.contains { name in
      func attribute(_ file: String) -> String? {
        PlainText.line(try? host.text("\(folder)/\(name)/\(file)"))
      }
      return attribute("type") == "Battery" && attribute("scope") != "Device"
        && attribute("present") != "0"
    }
  }
}
