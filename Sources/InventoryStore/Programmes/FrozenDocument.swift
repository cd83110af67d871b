public import Foundation

/// The stored form of policies and measures: JSON that can represent every number.
public enum FrozenDocument {
  private static let names = (infinity: "inf", minus: "-inf", none: "nan")

  public static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: names.infinity, negativeInfinity: names.minus, nan: names.none)
    return try encoder.encode(value)
  }

  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: Data) throws -> Value
  {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: names.infinity, negativeInfinity: names.minus, nan: names.none)
    return try decoder.decode(type, from: bytes)
  }
}
