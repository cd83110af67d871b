import Reporting

/// A report as a table for a terminal: one section per probe, names on the left, facts on the
/// right.
struct ReportTable {
  let report: Report

  var text: String {
    var sections: [[String]] = []
    if let hardware = report.hardware {
      sections.append(
        section("Hardware", hardware, none: "no computer detected", lines: Self.lines))
    }
    if let scanners = report.scanners {
      sections.append(
        section("Scanners", scanners, none: "no scanner detected") { facts in
          facts.scanners.map { ("Scanner", Self.scanner($0)) }
            + facts.unseen.map { ("Not checked", $0.reason) }
        })
    }
    if let accounts = report.accounts {
      sections.append(
        section("Accounts", accounts, none: "no services defined or attested") { facts in
          facts.accounts.map { ($0.service, Self.account($0)) }
        })
    }
    if let bandwidth = report.bandwidth {
      sections.append(
        section(
          "Line", bandwidth, none: "none: the server is this computer", lines: LineWords.lines))
    }
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func section<Facts>(
    _ title: String, _ outcome: Outcome<Facts>, none: String,
    lines: (Facts) -> [(name: String, value: String)]
  ) -> [String] {
    switch outcome {
    case .observed(let facts): return [title] + Self.aligned(lines(facts))
    case .absent: return [title, "  \(none)"]
    case .failed(let reason): return [title, "  check failed: \(reason)"]
    }
  }

  /// Two columns; a repeated name is printed once.
  private static func aligned(_ lines: [(name: String, value: String)]) -> [String] {
    let width = lines.map(\.name.count).max() ?? 0
    var last: String?
    return lines.map { name, value in
      let shown = name == last ? "" : name
      last = name
      return "  \(shown)\(String(repeating: " ", count: width - shown.count + 2))\(value)"
    }
  }

  private static func lines(_ facts: HardwareFacts) -> [(name: String, value: String)] {
    let machine = facts.machine
    let processor = facts.processor
    return [
      ("Machine", name(machine.manufacturer, machine.model)),
      ("Type", words([machine.chassis])),
      ("Serial number", words([machine.serialNumber])),
      ("UUID", words([machine.uuid])),
      ("BIOS date", words([machine.firmwareDate])),
      ("Processor", words([processor.model])),
      ("Cores", Self.cores(processor)),
      ("Frequency", processor.frequencyHz.map(Quantity.frequency) ?? unknown),
      ("Memory", HardwareWords.memory(facts.memory)),
    ] + (facts.memory.modules ?? []).map { ("Modules", HardwareWords.module($0)) }
      + list("Disks", facts.disks.map(HardwareWords.disk))
      + list("Displays", facts.displays.map(HardwareWords.display)) + [
        ("Battery", HardwareWords.battery(machine.hasBattery)),
        ("System", words([facts.system.name, facts.system.version])),
        ("Kernel", words([facts.system.kernel, facts.system.architecture])),
      ]
  }

  private static let unknown = "unknown"

  /// The known parts in one line; `unknown` if there are none.
  private static func words(_ parts: [String?]) -> String {
    let known = parts.compactMap { $0 }
    return known.isEmpty ? unknown : known.joined(separator: " ")
  }

  /// Maker and model, naming the maker once.
  private static func name(_ manufacturer: String?, _ model: String?) -> String {
    ProductName.of(manufacturer, model) ?? unknown
  }

  private static func list(_ name: String, _ values: [String]) -> [(name: String, value: String)] {
    values.isEmpty ? [(name, "none")] : values.map { (name, $0) }
  }

  private static func cores(_ processor: HardwareFacts.Processor) -> String {
    let cores = processor.cores.map(String.init) ?? unknown
    let threads = processor.threads.map(String.init) ?? unknown
    return "\(cores), threads \(threads)"
  }

  private static func scanner(_ scanner: ScannerFacts.Scanner) -> String {
    let readiness =
      switch scanner.ready {
      case true?: "ready"
      case false?: "not ready"
      case nil: "not tested"
      }
    let driver: String? =
      switch scanner.driver {
      case .sane?: "driver SANE"
      case .escl?: "driverless (eSCL)"
      case .nobody?: "no driver"
      case nil: nil
      }
    let place = words([scanner.connection.rawValue, scanner.usbId])
    let likely = scanner.likely == true ? "by its name" : nil
    let facts = [place, likely, driver, readiness].compactMap { $0 }.joined(separator: ", ")
    return "\(name(scanner.manufacturer, scanner.model)) (\(facts))"
  }
}

extension ReportTable {
  /// `expired (checked 2026-11-25): the password has expired`
  fileprivate static func account(_ account: AccountFacts.Account) -> String {
    let status =
      switch account.status {
      case .notIssued: "not issued"
      default: account.status.rawValue
      }
    let how =
      switch account.evidence {
      case .probed, .certificate: "checked"
      case .attested: "attested"
      }
    let until = account.expiresAt.map { " until \($0.prefix(10))" } ?? ""
    let detail = account.detail.map { ": \($0)" } ?? ""
    return "\(status)\(until) (\(how) \(account.checkedAt.prefix(10)))\(detail)"
  }
}

/// Formats numbers with common units.
enum Quantity {
  /// `3.3 GHz`; below a gigahertz in megahertz.
  static func frequency(_ hertz: Int) -> String {
    hertz < 1_000_000_000
      ? "\(hertz / 1_000_000) MHz" : "\(decimals(Double(hertz) / 1e9, 2)) GHz"
  }

  /// Memory is counted in powers of two: `7.6 GiB`.
  static func binary(bytes: Int) -> String {
    bytes < 1 << 30
      ? "\(bytes >> 20) MiB" : "\(decimals(Double(bytes) / Double(1 << 30), 1)) GiB"
  }

  /// Disks are sold in powers of ten: `512.1 GB`.
  static func decimal(bytes: Int) -> String {
    bytes < 1_000_000_000
      ? "\(bytes / 1_000_000) MB" : "\(decimals(Double(bytes) / 1e9, 1)) GB"
  }

  /// `number` with at most `count` decimals, without trailing zeros.
  private static func decimals(_ number: Double, _ count: Int) -> String {
    let scale = count == 1 ? 10.0 : 100.0
    let rounded = (number * scale).rounded() / scale
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
