import CCurl
import Curl
import Foundation
public import InventoryStore

/// How an attempt ended, and whether it is worth trying the next letter now.
public struct LetterAttempt: Sendable, Equatable {
  /// A fault of the server, rather than of one letter.
  public enum ServerFault: Sendable, Equatable {
    /// Unavailable or overloaded: it may recover later.
    case away
    /// It refuses us or its certificate is not trusted: a setting must be changed.
    case settings
  }

  public var outcome: LetterOutcome
  /// nil if the server works.
  public var fault: ServerFault?
}

/// Sends mail through one server, over one connection as long as it lasts. Not thread-safe.
///
/// To another computer always encrypted, with verified certificates. Waiting and replies are
/// bounded.
final class SMTPSession {
  private let handle: CurlHandle
  private let server: ServerAddress

  /// - Throws: ``LetterDestinationsError`` if libcurl lacks what is needed.
  init(_ mail: LetterDestinations.Mail) throws(LetterDestinationsError) {
    guard let handle = CurlHandle() else {
      throw LetterDestinationsError(
        message: "libcurl cannot start: reinstall the package libcurl4.")
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
    // A server on this computer may use plain text, unless a certificate is expected of it.
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
      throw LetterDestinationsError(
        message: "This libcurl lacks SMTP or a required option: install libcurl 7.85 or newer.")
    }
  }

  /// A message for libcurl to read, and the server's replies.
  private final class Reading {
    let bytes: Data
    let reply = CurlReply()
    var read = 0
    /// Number of reply lines when the message began; nil before.
    var linesBefore: Int?

    init(_ bytes: Data) { self.bytes = bytes }
  }

  private static let read:
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      buffer, size, count, context in
      guard let buffer, let context else { return 0 }
      let reading = Unmanaged<Reading>.fromOpaque(context).takeUnretainedValue()
      if reading.linesBefore == nil { reading.linesBefore = reading.reply.lines.count }
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
    handle.set(CURLOPT_MAIL_FROM, "<\(message.from)>")
    handle.set(CURLOPT_MAIL_RCPT, lines: ["<\(message.to)>"])
    handle.set(CURLOPT_READFUNCTION, Self.read)
    handle.set(CURLOPT_READDATA, Unmanaged.passUnretained(reading).toOpaque())
    handle.set(CURLOPT_INFILESIZE_LARGE, offset: message.bytes.count)
    let code = withExtendedLifetime(reading) { reading.reply.collect(handle) }
    handle.set(CURLOPT_READDATA, nil as UnsafeMutableRawPointer?)
    if code == CURLE_OK { return LetterAttempt(outcome: .sent, fault: nil) }
    return SMTPFailure(
      code: code, explanation: handle.explanation(of: code), server: server.description,
      replies: Array(reading.reply.lines.dropFirst(reading.linesBefore ?? 0)),
      isBegun: reading.linesBefore != nil, isHandedOver: reading.read == message.bytes.count
    ).attempt
  }
}

/// Judges a transfer that failed; a value of its own, so that it can be tested without a server.
struct SMTPFailure {
  var code: CURLcode
  /// libcurl's message.
  var explanation: String
  var server: String
  /// The server's replies with their codes, such as `550 5.1.1 no such user`; once the message was
  /// begun, only those since then.
  var replies: [String]
  /// Whether some of the message was sent.
  var isBegun: Bool
  var isHandedOver: Bool

  private static let certificateFaults: [CURLcode] = [
    CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_USE_SSL_FAILED,
    CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_URL_MALFORMAT,
    CURLE_UNSUPPORTED_PROTOCOL,
  ]

  /// The last refusal, which need not be the last reply: libcurl says goodbye after it.
  private var refusal: String? {
    replies.last { (Int($0.prefix(3)) ?? 0) >= 400 }
  }

  /// The code of the refusal, or the one in libcurl's message.
  private var status: Int? {
    refusal.flatMap { Int($0.prefix(3)) }
      ?? explanation.firstMatch(of: /failed: ([45][0-9][0-9])$/)
      .flatMap { Int($0.1) }
  }

  var attempt: LetterAttempt {
    let said = words
    if isBegun { return afterData(said) }
    if Self.certificateFaults.contains(code) {
      return LetterAttempt(outcome: .postponed(said), fault: .settings)
    }
    if code == CURLE_LOGIN_DENIED {
      // 454: the server cannot look passwords up at the moment.
      return LetterAttempt(
        outcome: .postponed(said), fault: (status ?? 500) < 500 ? .away : .settings)
    }
    // 421: the server closes for everybody.
    guard let status, status != 421, code != CURLE_OPERATION_TIMEDOUT, code != CURLE_WRITE_ERROR
    else { return LetterAttempt(outcome: .postponed(said), fault: .away) }
    if explanation.hasPrefix("RCPT failed") || explanation.hasPrefix("DATA failed") {
      return LetterAttempt(outcome: status >= 500 ? .refused(said) : .postponed(said), fault: nil)
    }
    // The sender or the greeting is refused, which is the same for every letter.
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
    let said = refusal.map { String($0.filter { !$0.isNewline }.prefix(300)) }
    return "\(server): " + (said ?? explanation)
  }
}
