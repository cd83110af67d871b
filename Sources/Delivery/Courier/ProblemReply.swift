import FoundationEssentials
import Reporting
import SafeText

/// A reply other than 200, whatever the request.
extension IncomingReply {
  /// The centre's problem document, if it sent one.
  var problem: Problem? {
    let type = fields["content-type"]?.lowercased() ?? ""
    guard type.hasPrefix("application/problem+json") else { return nil }
    return try? JSONDecoder().decode(Problem.self, from: body)
  }

  /// `403 tokenExpired: The token …`, or the status alone; one line.
  var explanation: String {
    guard let problem else { return "status \(status)" }
    return PlainLine.of("\(status) \(problem.code): \(problem.detail)")
  }

  /// How long to wait, in seconds, from 1 to a day; if something in front of the centre asks, no
  /// longer than after a failure of the line. nil if there is no such field, if it says 0, which is
  /// no wait, or if it is a date: the clock of a commune's PC may be years off.
  public var retryAfterSeconds: Int? {
    guard let text = fields["retry-after"], text.utf8.allSatisfy({ 48...57 ~= $0 }) else {
      return nil
    }
    let longest = problem == nil ? Int(DeliveryWait.backoffSeconds.upperBound) : 86_400
    return Int(text).flatMap { $0 > 0 ? min($0, longest) : nil }
  }

  /// The error for a reply that changes nothing here.
  func failure(from centre: CentreAddress) -> DeliveryError {
    switch status {
    // Only a problem document refuses a computer: proxies answer 403 as well.
    case 401 where problem == nil, 403 where problem == nil:
      return DeliveryError(
        .unexpectedReply,
        "Something before \(centre) refuses the request (status \(status)): sign in to the network "
          + "if required, or let a proxy or firewall pass requests to that address.")
    case 401, 403:
      return DeliveryError(.notAllowed, "\(centre) does not accept this computer: \(explanation)")
    case 429, 500...599:
      let wait = retryAfterSeconds.map { "in \($0) s" } ?? "later"
      return DeliveryError(
        .busy, "\(centre) cannot accept it now (\(explanation)): run again \(wait).")
    case 300...399:
      return DeliveryError(
        .unexpectedReply,
        "\(centre) redirects (status \(status)), which the central server never does: "
          + "sign in to the network if required, and check the server's address.")
    default:
      return DeliveryError(
        .unexpectedReply,
        "\(centre) did not answer like the central server (\(explanation)): check the server's address."
      )
    }
  }
}

/// Makes external text safe for one line of a terminal or a log.
enum PlainLine {
  /// Control and formatting characters become spaces, so that the text cannot move a cursor.
  static func of(_ text: String, limit: Int = 400) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit) {
      line.append(scalar.isPrintable ? scalar : " ")
    }
    return String(line)
  }
}
