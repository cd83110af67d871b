public import FoundationEssentials

/// Encodes documents for programs: sorted keys, no white space, times in RFC 3339 UTC to the
/// second.
public enum DocumentEncoder {
  /// - Parameter values: Objects whose members are combined into one; no member may occur twice.
  /// - Returns: JSON in UTF-8; equal values give equal bytes.
  /// - Throws: `EncodingError` for a number that JSON cannot represent.
  public static func encode(_ values: any Encodable...) throws -> Data { try encode(values) }

  static func encode(_ values: [any Encodable]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return try encoder.encode(MergedObject(values: values))
  }
}

extension Double {
  /// nil for a number that JSON cannot represent, which counts as unknown.
  var finite: Double? { isFinite ? self : nil }
}

private struct MergedObject: Encodable {
  let values: [any Encodable]

  func encode(to encoder: any Encoder) throws {
    for value in values { try value.encode(to: encoder) }
  }
}

/// Encodes nil as null, so that programs see a member that exists but is unknown.
@propertyWrapper
public struct Nullable<Value: Encodable>: Encodable {
  public var wrappedValue: Value?

  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
