import CCurl
import Curl
import Foundation
public import InventoryStore

/// How an attempt ended, and whether the next letter is worth one now.
public struct LetterAttempt: Sendable, Equatable {
  /// What is wrong with the server, rather than with one letter.
  public enum ServerFault: Sendable, Equatable {
    /// It is away or overloaded: it may be back later.
    case away
    /// It refuses us or its certificate is not trusted: a setting must be changed.
    case settings
  }

  public var outcome: LetterOutcome
  /// nil if the server is well.
  public var fault: ServerFault?
}

/// Mail through one server, over one connection while it holds. Not thread-safe.
///
/// Off this computer always encrypted, certificates verified. Waiting and replies are bounded.
final class SMTPSession {
  private let handle: CurlHandle
  private let server: ServerAddress

  /// - Throws: ``LetterRoutesError`` if libcurl lacks what is needed.
  init(_ mail: LetterRoutes.Mail) throws(LetterRoutesError) {
    guard let handle = CurlHandle() else {
      throw LetterRoutesError(message: "libcurl cannot start: reinstall the package libcurl4.")
    }
    self.handle = handle
    server = mail.server
    let sockets = CurlSockets()
    sockets.receiveBuffer = 32 << 10
    handle.watch(sockets)
    handle.set(CURLOPT_PROTOCOLS_STR, mail.server.scheme)
    handle.set(CURLOPT_URL, mail.server.url)
    handle.set(CURLOPT_NOPROXY, "*")
    handle.trust(certificateAuthority: mail.certificateAuthority)
    // A server on this computer may speak in plain text, unless a certificate is expected of it.
    let isPlain = mail.server.isLoopback && mail.certificateAuthority == nil
    if mail.server.scheme == "smtp", !isPlain {
      handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
    }
    handle.set(CURLOPT_USERNAME, mail.user)
    handle.set(CURLOPT_PASSWORD, mail.password)
    handle.set(CURLOPT_CONNECTTIMEOUT, min(15, mail.timeoutSeconds))
    handle.set(CURLOPT_TIMEOUT, mail.timeoutSeconds)
    handle.set(CURLOPT_UPLOAD, 1)
    guard handle.acceptedAll else {
      throw LetterRoutesError(
        message: "This libcurl lacks SMTP or a required option: install libcurl 7.85 or newer.")
    }
  }

  /// What libcurl reads a message from.
  private final class Reading {
    let bytes: Data
    var read = 0

    init(_ bytes: Data) { self.bytes = bytes }

    /// Whether all of the message was given to libcurl, so that the server may have it.
    var isHandedOver: Bool { read == bytes.count }
  }

  private static let read:
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      buffer, size, count, context in
      guard let buffer, let context else { return 0 }
      let reading = Unmanaged<Reading>.fromOpaque(context).takeUnretainedValue()
      let length = min(size * count, reading.bytes.count - reading.read)
      guard length > 0 else { return 0 }
      let start = reading.bytes.startIndex + reading.read
      reading.bytes[start..<(start + length)].withUnsafeBytes { bytes in
        if let base = bytes.baseAddress {
          UnsafeMutableRawPointer(buffer).copyMemory(from: base, byteCount: length)
        }
      }
      reading.read += length
      return length
    }

  func send(_ message: MailMessage) -> LetterAttempt {
    let reading = Reading(message.bytes)
    let reply = CurlReply()
    handle.set(CURLOPT_MAIL_FROM, "<\(message.from)>")
    handle.set(CURLOPT_MAIL_RCPT, lines: ["<\(message.to)>"])
    handle.set(CURLOPT_READFUNCTION, Self.read)
    handle.set(CURLOPT_READDATA, Unmanaged.passUnretained(reading).toOpaque())
    handle.set(CURLOPT_INFILESIZE_LARGE, offset: message.bytes.count)
    let code = withExtendedLifetime(reading) { reply.collect(handle) }
    handle.set(CURLOPT_READDATA, nil as UnsafeMutableRawPointer?)
    if code == CURLE_OK { return LetterAttempt(outcome: .sent, fault: nil) }
    return SMTPFailure(
      code: code, explanation: handle.explanation(of: code), server: server.description,
      lastReply: reply.lines.last, isBegun: reading.read > 0,
      isHandedOver: reading.isHandedOver
    ).attempt
  }
}

/// Judges a transfer that failed; a value of its own, so that it can be tested without a server.
struct SMTPFailure {
  var code: CURLcode
  /// libcurl's words.
  var explanation: String
  var server: String
  /// The server's last line, with its number: `550 5.1.1 no such user`.
  var lastReply: String?
  /// Whether some of the message was sent.
  var isBegun: Bool
  var isHandedOver: Bool

  private static let certificateFaults: [CURLcode] = [
    CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_USE_SSL_FAILED,
    CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_URL_MALFORMAT,
    CURLE_UNSUPPORTED_PROTOCOL,
  ]

  /// The number of the server's last reply.
  private var status: Int? { lastReply.flatMap { Int($0.prefix(3)) } }

  var attempt: LetterAttempt {
    let said = words
    if isBegun { return afterData(said) }
    if Self.certificateFaults.contains(code) || code == CURLE_LOGIN_DENIED {
      return LetterAttempt(outcome: .postponed(said), fault: .settings)
    }
    // 421: the server closes for everybody.
    guard let status, status != 421, code != CURLE_OPERATION_TIMEDOUT, code != CURLE_WRITE_ERROR
    else { return LetterAttempt(outcome: .postponed(said), fault: .away) }
    if explanation.hasPrefix("RCPT failed") || explanation.hasPrefix("DATA failed") {
      return LetterAttempt(outcome: status >= 500 ? .refused(said) : .postponed(said), fault: nil)
    }
    // The sender is refused, or the greeting is: the same for every letter.
    return LetterAttempt(outcome: .postponed(said), fault: status >= 500 ? .settings : .away)
  }

  private func afterData(_ said: String) -> LetterAttempt {
    if let status, status >= 400 {
      return LetterAttempt(
        outcome: status >= 500 ? .refused(said) : .postponed(said),
        fault: status == 421 ? .away : nil)
    }
    return LetterAttempt(outcome: isHandedOver ? .doubtful(said) : .postponed(said), fault: .away)
  }

  private var words: String {
    let reply = lastReply.map { $0.filter { !$0.isNewline } } ?? ""
    let isRefusal = (status ?? 0) >= 400
    return "\(server): " + (isRefusal ? String(reply.prefix(300)) : explanation)
  }
}
