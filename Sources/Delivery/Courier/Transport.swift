public import FoundationEssentials

/// Sends one request to the centre and returns its reply.
public protocol Transport {
  /// - Throws: ``DeliveryError`` if no complete reply came; the request may still have arrived.
  func send(_ request: OutgoingRequest) throws(DeliveryError) -> IncomingReply
}

/// A request, signed and ready to send.
public struct OutgoingRequest: Sendable, Equatable {
  public var method: String
  /// Begins with the slash: `/agent/v1/reports`.
  public var path: String
  /// Field names in lower case.
  public var fields: [(name: String, value: String)]
  public var body: Data

  public init(
    method: String, path: String, fields: [(name: String, value: String)], body: Data
  ) {
    (self.method, self.path, self.fields, self.body) = (method, path, fields, body)
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.method == right.method && left.path == right.path && left.body == right.body
      && left.fields.elementsEqual(right.fields, by: ==)
  }
}

/// A reply. It is untrusted data.
public struct IncomingReply: Sendable, Equatable {
  public var status: Int
  /// By lower-case name; the last value if a field occurs twice.
  public var fields: [String: String]
  public var body: Data

  public init(status: Int, fields: [String: String] = [:], body: Data = Data()) {
    (self.status, self.fields, self.body) = (status, fields, body)
  }
}
