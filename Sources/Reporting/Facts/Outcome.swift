/// The outcome of a probe: three cases that must never be confused.
///
/// In JSON the outcome is a member beside the facts, in one object:
/// `{"outcome": "observed", …facts…}`, `{"outcome": "absent"}` (there is no such thing here), or
/// `{"outcome": "failed", "reason": "…"}` (could not look).
public enum Outcome<Facts: Sendable & Codable & Equatable>: Sendable, Equatable {
  case observed(Facts)
  case absent
  case failed(reason: String)

  /// The facts, if observed.
  public var facts: Facts? {
    if case .observed(let facts) = self { facts } else { nil }
  }

  /// `observed`, `absent` or `failed`, as in JSON and in the database.
  public var name: String {
    switch self {
    case .observed: "observed"
    case .absent: "absent"
    case .failed: "failed"
    }
  }

  /// Why a probe failed.
  public var reason: String? {
    if case .failed(let reason) = self { reason } else { nil }
  }
}

extension Outcome: Codable {
  private enum Key: String, CodingKey { case outcome, reason }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(String.self, forKey: .outcome) {
    case "observed": self = .observed(try Facts(from: decoder))
    case "absent": self = .absent
    case "failed": self = .failed(reason: try values.decode(String.self, forKey: .reason))
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .outcome, in: values,
        debugDescription: "outcome is observed, absent or failed, not \(other.prefix(40))")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .outcome)
    switch self {
    case .observed(let facts): try facts.encode(to: encoder)
    case .absent: break
    case .failed(let reason): try values.encode(reason, forKey: .reason)
    }
  }
}
