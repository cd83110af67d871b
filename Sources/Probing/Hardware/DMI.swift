/// What the kernel tells of the SMBIOS tables, one file a string in `/sys/class/dmi/id`.
struct DMI: Sendable {
  private let host: Host
  private static let folder = "sys/class/dmi/id"

  /// nil where the machine has no such tables (ARM boards, some virtual machines).
  init?(on host: Host) {
    guard host.exists(Self.folder) else { return nil }
    self.host = host
  }

  /// The string on one clean line; nil where it is a placeholder, missing, or (serial numbers,
  /// UUID) only root may read it and we are not.
  subscript(name: String) -> String? {
    Placeholders.fact(try? host.text("\(Self.folder)/\(name)"))
  }

  /// The string as it stands, placeholder or not: chassis type 3 is no placeholder.
  func verbatim(_ name: String) -> String? {
    PlainText.line(try? host.text("\(Self.folder)/\(name)"))
  }

  /// Lower case, as RFC 9562 writes them.
  var uuid: String? { self["product_uuid"]?.lowercased() }
}
