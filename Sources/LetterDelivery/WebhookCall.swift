import CCurl
import Cryptography
import Curl
public import Foundation
public import InventoryStore
import Reporting

/// The message to a webhook: a JSON object, signed.
public struct WebhookMessage: Sendable, Equatable {
  public let body: Data
  /// Unix seconds at which it was signed.
  public let timestamp: Int
  /// `sha256=` and the HMAC-SHA256, in hexadecimal digits, of the timestamp, a dot and the body.
  public let signature: String

  private struct Body: Encodable {
    let version = 1
    let id, period, day, area, language, subject, text: String
    let since, until: Date
  }

  public init(_ letter: OutgoingLetter, to webhook: LetterDestinations.Webhook, now: Date) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    body = try encoder.encode(
      Body(
        id: letter.identity, period: letter.window.period.rawValue, day: letter.window.day,
        area: letter.place, language: webhook.language.rawValue,
        subject: letter.content.subject, text: letter.content.plain,
        since: letter.window.since, until: letter.window.until))
    timestamp = Int(max(0, min(now.timeIntervalSince1970, 1e11)))
    let signed = Data("\(timestamp).".utf8) + body
    let code = HMACSHA256.authenticationCode(for: signed, key: Data(webhook.secret))
    signature = "sha256=" + SHA256Digest.hexadecimal(code)
  }
}

/// Delivers to webhooks. Redirects are never followed; waiting and replies are bounded.
enum WebhookCall {
  private static let timeoutSeconds = 30

  /// - Throws: ``LetterDestinationsError`` if libcurl lacks what is needed.
  static func send(
    _ message: WebhookMessage, id: String, to webhook: LetterDestinations.Webhook
  ) throws(LetterDestinationsError) -> LetterAttempt {
    guard let handle = CurlHandle() else {
      throw LetterDestinationsError(
        message: "libcurl cannot start: reinstall the package libcurl4.")
    }
    handle.set(CURLOPT_PROTOCOLS_STR, webhook.address.scheme)
    handle.set(CURLOPT_URL, webhook.address.url)
    if webhook.address.isLoopback { handle.set(CURLOPT_NOPROXY, "*") }
    handle.trust(certificateAuthority: webhook.certificateAuthority)
    handle.set(CURLOPT_CONNECTTIMEOUT, 15)
    handle.set(CURLOPT_TIMEOUT, timeoutSeconds)
    handle.set(CURLOPT_POST, 1)
    handle.set(
      CURLOPT_HTTPHEADER,
      lines: [
        "Content-Type: application/json", "Expect:", "Idempotency-Key: \(id)",
        "Commune-Inventory-Timestamp: \(message.timestamp)",
        "Commune-Inventory-Signature: \(message.signature)",
      ])
    handle.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: message.body.count)
    guard handle.acceptedAll else {
      throw LetterDestinationsError(
        message: "This libcurl lacks HTTPS or a required option: install libcurl 7.85 or newer.")
    }
    let reply = CurlReply()
    let code = message.body.withUnsafeBytes { body in
      handle.set(
        CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress) ?? handle.easy)
      let code = reply.collect(handle)
      handle.set(CURLOPT_POSTFIELDS, nil as UnsafeMutableRawPointer?)
      return code
    }
    return judged(
      code, status: handle.number(CURLINFO_RESPONSE_CODE) ?? 0,
      sentBytes: handle.offset(CURLINFO_SIZE_UPLOAD_T) ?? 0, of: message.body.count,
      "\(webhook.address): " + handle.explanation(of: code))
  }

  /// - Parameter said: libcurl's message, for a failure without a status.
  static func judged(
    _ code: CURLcode, status: Int, sentBytes: Int, of bytes: Int, _ said: String
  ) -> LetterAttempt {
    // A status is an answer, whatever became of the rest of the reply.
    switch status {
    case 200...299: return LetterAttempt(outcome: .sent, fault: nil)
    case 408, 425, 429, 500...599:
      return LetterAttempt(outcome: .postponed("HTTP status \(status)"), fault: .away)
    case 300...499: return LetterAttempt(outcome: .refused("HTTP status \(status)"), fault: nil)
    default:
      let isHandedOver = bytes > 0 && sentBytes >= bytes
      return LetterAttempt(
        outcome: isHandedOver ? .doubtful(said) : .postponed(said), fault: .away)
    }
  }
}
