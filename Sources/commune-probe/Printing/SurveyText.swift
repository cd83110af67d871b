import Delivery
import FoundationEssentials
import Reporting

/// The summary for the person at a surveyed computer.
struct SurveyText {
  let report: Report
  let record: SurveyStick.Record
  let enrolment: SurveyEnrolment
  let language: SurveyLanguage

  private func text(_ vi: String, _ en: String) -> String { language == .vi ? vi : en }
  private var unknown: String { text("chưa rõ", "unknown") }

  var lines: [String] {
    var lines = [row(text("Đơn vị", "Commune"), "\(enrolment.communeName) (\(enrolment.commune))")]
    switch report.hardware {
    case .observed(let facts)?: lines += hardware(facts)
    case .failed(let reason)?:
      lines.append(row(text("Máy tính", "Computer"), "\(unknown) (\(reason))"))
    case .absent?, nil: lines.append(row(text("Máy tính", "Computer"), unknown))
    }
    lines.append(row(text("Máy quét (USB)", "Scanners (USB)"), scanners))
    lines += text(
      "Không khảo sát: Windows, tài khoản, đường truyền,\nvà máy quét có hoạt động hay không.",
      "Not surveyed: Windows, accounts, the line, and whether a scanner works."
    ).split(separator: "\n").map(String.init)
    lines += notes
    return lines
  }

  private func row(_ name: String, _ value: String) -> String {
    name + String(repeating: " ", count: max(1, 17 - name.count)) + value
  }

  private func hardware(_ facts: HardwareFacts) -> [String] {
    let machine = facts.machine
    return [
      row(
        text("Máy tính", "Computer"),
        ProductName.of(machine.manufacturer, machine.model) ?? unknown),
      row(text("Số sê-ri", "Serial number"), machine.serialNumber ?? unknown),
      row(text("Bộ xử lý", "Processor"), facts.processor.model ?? unknown),
      row(
        text("Bộ nhớ", "Memory"),
        Quantity.binary(bytes: facts.memory.installedBytes ?? facts.memory.totalBytes)),
      row(text("Ổ đĩa", "Disks"), disks(facts)),
      row(
        text("Khởi động", "Firmware"),
        machine.uefi == true
          ? "UEFI, Secure Boot "
            + (machine.secureBoot.map { $0 ? text("bật", "on") : text("tắt", "off") } ?? unknown)
          : text("BIOS kiểu cũ (legacy)", "legacy BIOS")),
      row(
        "TPM",
        machine.tpm
          ?? text(
            "không phát hiện (không có, hoặc đang tắt)", "not visible (none, or switched off)")),
    ]
  }

  private func disks(_ facts: HardwareFacts) -> String {
    let fixed = facts.disks.filter(\.isBuiltIn)
    guard !fixed.isEmpty else { return unknown }
    return fixed.map {
      Quantity.decimal(bytes: $0.sizeBytes) + ($0.model.map { " \($0)" } ?? "")
    }.joined(separator: "; ")
  }

  private var scanners: String {
    guard let found = report.scanners?.facts?.scanners else { return unknown }
    guard !found.isEmpty else {
      return text("không phát hiện trên cổng USB", "none seen on the USB")
    }
    return found.map { ProductName.of($0.manufacturer, $0.model) ?? $0.usbId ?? unknown }
      .joined(separator: "; ")
  }

  private var notes: [String] {
    var notes: [String] = []
    if let previous = record.previousSeconds {
      let day = Self.day(previous)
      notes += [
        text(
          "Máy này đã được khảo sát ngày \(day) (theo đồng hồ của máy).",
          "This computer was already surveyed on \(day) (by its own clock)."),
        text("Kết quả mới được ghi thêm.", "The new result was added."),
      ]
    }
    if !record.isRecognisable {
      notes += [
        text("Máy không có số hiệu nhận dạng:", "The computer has no identifiers:"),
        text(
          "khảo sát lại sẽ được tính là một máy khác.",
          "another survey will count it as another computer."),
      ]
    }
    return notes
  }

  /// `28/11/2026`, UTC.
  static func day(_ seconds: Int) -> String {
    let stamp = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    let parts = stamp.prefix(10).split(separator: "-")
    return parts.reversed().joined(separator: "/")
  }
}
