import Foundation

/// Machines that report at the same time, each as a ``Sender``.
struct Senders {
  let all: [Sender]

  /// Enrols the given number of machines with one token.
  ///
  /// - Parameter addresses: of the centre, in turn; nil for the address of all routes.
  init(_ count: Int, at centre: RealCentre, addresses: [String]? = nil) throws {
    let addresses = addresses ?? [centre.address]
    let token = try centre.token(uses: count)
    all = try (0..<count).map { try Sender(at: addresses[$0 % addresses.count], token: token) }
  }

  func start() { for sender in all { sender.start() } }

  func stop() { for sender in all { sender.stop() } }

  /// Answers by their status.
  var statuses: [Int: Int] {
    all.reduce(into: [:]) { $0.merge($1.tally.statuses, uniquingKeysWith: +) }
  }

  func count(_ status: Int) -> Int { statuses[status] ?? 0 }

  /// IDs of reports that were ever sent.
  var sent: Set<String> { all.reduce(into: []) { $0.formUnion($1.tally.sent) } }

  /// IDs of reports that the centre acknowledged.
  var acknowledged: Set<String> { all.reduce(into: []) { $0.formUnion($1.tally.acknowledged) } }

  /// The seconds of each Retry-After of a 503 or 429.
  var waits: [Int] { all.flatMap(\.tally.waits) }

  /// Returns once the condition holds, or after the given number of seconds.
  func wait(upTo seconds: Double = 20, until condition: () throws -> Bool) rethrows {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline, try !condition() { usleep(20_000) }
  }
}
