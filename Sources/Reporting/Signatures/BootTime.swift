import RawStructuredFieldValues

/// The field `Agent-Boot`: the boot clock at the moment of sending, `"<boot id>";at=1234.5`.
///
/// Together with the reading inside the report, it tells how long the report waited in the spool,
/// whatever the wall clock says.
public struct BootTime: Sendable, Equatable {
  public var bootId: String
  /// Seconds since boot, suspended time included.
  public var seconds: Double

  public init(bootId: String, seconds: Double) {
    (self.bootId, self.seconds) = (bootId, seconds)
  }

  /// nil if the field cannot be read.
  public init?(field: String) {
    if field.utf8.count <= Self.maximumBytes, let plain = Self.plain(field) {
      self = plain
      return
    }
    var parser = StructuredFieldValueParser(Array(field.utf8))
    guard field.utf8.count <= Self.maximumBytes, let item = try? parser.parseItemFieldValue(),
      case .string(let bootId) = item.rfc9651BareItem
    else { return nil }
    switch item.rfc9651Parameters["at"] {
    case .decimal(let seconds)?: self.init(bootId: bootId, seconds: Double(seconds))
    case .integer(let seconds)?: self.init(bootId: bootId, seconds: Double(seconds))
    default: return nil
    }
  }

  private static let maximumBytes = 128

  /// Reads the form that ``field`` writes; nil for any other.
  private static func plain(_ field: String) -> BootTime? {
    PlainFieldScanner.read(field) { scanner in
      guard let bootId = scanner.string(), scanner.skip(";"), scanner.key() == "at",
        scanner.skip("="), let seconds = scanner.integer(), seconds < 1_000_000_000_000,
        scanner.skip("."), let tenths = scanner.integer(), tenths < 10
      else { return nil }
      return BootTime(bootId: bootId, seconds: Double(seconds * 10 + tenths) * 0.1)
    }
  }

  /// The field's value, to the tenth of a second.
  public var field: String {
    let tenths = Int((seconds * 10).rounded(.down))
    return "\"\(bootId)\";at=\(tenths / 10).\(tenths % 10)"
  }
}
