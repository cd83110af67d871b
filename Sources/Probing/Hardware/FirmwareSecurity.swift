import HardwareCatalogue

/// What decides, besides processor and memory, whether Windows 11 can be installed: how the machine
/// starts, and its TPM. Each is nil if the machine does not show it.
struct FirmwareSecurity: Equatable, Sendable {
  /// Whether the system was started by UEFI. A machine started in legacy mode may still support it:
  /// that is unknown, not false.
  var uefi: Bool?
  var secureBoot: Bool?
  /// `2.0` or `1.2`. A TPM that is switched off in the firmware looks like none: both are nil.
  var tpm: String?

  private static let variables = "sys/firmware/efi/efivars"
  private static let global = "8be4df61-93ca-11d2-aa0d-00e098032b8c"

  init(uefi: Bool?, secureBoot: Bool?, tpm: String?) {
    (self.uefi, self.secureBoot, self.tpm) = (uefi, secureBoot, tpm)
  }

  init(on host: Host) {
    uefi = host.exists("sys/firmware/efi") ? true : nil
    secureBoot = uefi == true ? Self.secureBoot(host) : nil
    tpm = Self.tpm(host)
  }

  /// The variable's value follows four bytes of attributes (UEFI 2.10, section 3.3).
  private static func secureBoot(_ host: Host) -> Bool? {
    guard let bytes = try? host.bytes("\(variables)/SecureBoot-\(global)"), bytes.count == 5
    else { return nil }
    return bytes[4] == 1
  }

  /// As the driver says; without one, from the table with which the firmware announces a TPM.
  private static func tpm(_ host: Host) -> String? {
    switch PlainText.line(try? host.text("sys/class/tpm/tpm0/tpm_version_major")) {
    case "2": return "2.0"
    case "1": return "1.2"
    default: break
    }
    if host.exists("sys/firmware/acpi/tables/TPM2") { return "2.0" }
    return host.exists("sys/firmware/acpi/tables/TCPA") ? "1.2" : nil
  }
}
