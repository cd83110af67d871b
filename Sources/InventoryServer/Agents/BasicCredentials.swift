import Foundation
import HTTPTypes
import Reporting

/// Credentials of another project's agent (RFC 7617): a commune's code and an enrolment token.
struct BasicCredentials: Equatable, Sendable {
  let commune: String
  let token: String

  /// nil if the request carries no credentials, or malformed ones.
  init?(_ headers: HTTPFields) {
    guard let field = headers[.authorization], field.utf8.count <= 1024 else { return nil }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "basic",
      let bytes = Data(base64Encoded: String(parts[1])),
      let text = String(validating: bytes, as: UTF8.self), let colon = text.firstIndex(of: ":")
    else { return nil }
    commune = String(text[..<colon])
    token = String(text[text.index(after: colon)...])
  }

  var isWellFormed: Bool { (try? CommuneCode(commune)) != nil && !token.isEmpty }
}
