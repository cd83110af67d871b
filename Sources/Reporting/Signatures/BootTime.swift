import RawStructuredFieldValues

/// The field `Agent-Boot`: the boot clock at the moment of sending, `"<boot id>";at=1234.5`.
///
/// Together with the reading inside the report it says how long the report waited in the spool,
/// whatever the wall clock believes.
public struct BootTime: Sendable, Equatable {
  public var bootId: String
  /// Seconds since boot, suspended time included.
  public var seconds: Double

  public init(bootId: String, seconds: Double) {
    (self.bootId, self.seconds) = (bootId, seconds)
  }

  /// nil if the field cannot be read.
  public init?(field: String) {
    var parser = StructuredFieldValueParser(Array(field.utf8))
    guard field.utf8.count <= 128, let item = try? parser.parseItemFieldValue(),
      case .string(let bootId) = item.rfc9651BareItem
    else { return nil }
    switch item.rfc9651Parameters["at"] {
    case .decimal(let seconds)?: self.init(bootId: bootId, seconds: Double(seconds))
    case .integer(let seconds)?: self.init(bootId: bootId, seconds: Double(seconds))
    default: return nil
    }
  }

  /// The field's value, to the tenth of a second.
  public var field: String {
    let tenths = Int((seconds * 10).rounded(.down))
    return "\"\(bootId)\";at=\(tenths / 10).\(tenths % 10)"
  }
}
