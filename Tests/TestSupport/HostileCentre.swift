import Foundation

/// Runs `Tests/Servers/hostile_centre.py` in one of its modes until it is released.
public final class HostileCentre {
  public struct Counts: Decodable { public var sent, received, requests: Int }

  public let address: String
  private let server: ServerScript

  public init(_ mode: String) throws {
    server = try ServerScript("hostile_centre.py", [mode])
    address = "http://127.0.0.1:\(server.port)"
  }

  /// The bytes it has sent and received, and the number of requests except those of this function.
  public func counts() throws -> Counts {
    guard let url = URL(string: "\(address)/counts") else { throw URLError(.badURL) }
    return try JSONDecoder().decode(Counts.self, from: Data(contentsOf: url))
  }
}
