import Foundation
import Reporting
import TestSupport

/// A real HTTP server on loopback that answers from a script and records its requests.
final class ScriptedServer: @unchecked Sendable {
  struct Request: Sendable {
    var method: String
    var path: String
    var fields: [String: String]
    var body: Data
    /// Index of the connection that it came on, from 0.
    var connection: Int

    var components: RequestComponents {
      RequestComponents(
        method: method, authority: fields["host"] ?? "", path: path,
        fields: RequestFields(fields.map { ($0.key, $0.value) }))
    }
  }

  struct Reply: Sendable {
    var status: Int
    var fields: [(String, String)] = []
    var body = Data()
    /// Closes the connection without a reply.
    var hangsUp = false

    static func json(_ status: Int, _ value: some Encodable, type: String = "application/json")
      -> Reply
    {
      let body = (try? JSONEncoder().encode(value)) ?? Data()
      return Reply(status: status, fields: [("Content-Type", type)], body: body)
    }

    static func problem(_ status: Int, _ code: String, nextSeq: Int? = nil) -> Reply {
      json(
        status,
        Problem(
          title: code, status: status, code: code, detail: "Said by the script.",
          nextSeq: nextSeq), type: "application/problem+json")
    }
  }

  let port: Int
  var address: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { lock.withLock { kept } }

  private let listener: Listener
  private let answer: @Sendable (Request) -> Reply
  private let lock = NSLock()
  private var kept: [Request] = []

  /// - Parameter answer: called for each request, on the thread of its connection.
  init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    self.answer = answer
    let (descriptor, port) = try Loopback.bound()
    (listener, self.port) = (Listener(descriptor: descriptor), port)
    guard listen(descriptor, 64) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    Thread.detachNewThread { [weak self, listener] in
      var count = 0
      while true {
        let connection = accept(listener.descriptor, nil, nil)
        guard connection >= 0 else { return }
        let number = count
        count += 1
        Thread.detachNewThread { [weak self] in
          guard let self else {
            close(connection)
            return
          }
          serve(connection, number: number)
        }
      }
    }
  }

  func stop() { shutdown(listener.descriptor, Int32(SHUT_RDWR)) }

  deinit { stop() }

  /// Closed only after both the server and its thread have released it: otherwise the number could
  /// already belong to another server, whose connections the thread would accept and never answer.
  private final class Listener: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
  }

  private func serve(_ connection: Int32, number: Int) {
    defer { close(connection) }
    var buffer = Data()
    while let request = Self.read(connection, &buffer, number: number) {
      lock.withLock { kept.append(request) }
      let reply = answer(request)
      if reply.hangsUp { return }
      var head = "HTTP/1.1 \(reply.status) Scripted\r\n"
      for (name, value) in reply.fields { head += "\(name): \(value)\r\n" }
      head += "Content-Length: \(reply.body.count)\r\n\r\n"
      let bytes = [UInt8](Data(head.utf8) + reply.body)
      guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
    }
  }

  private static func read(_ connection: Int32, _ buffer: inout Data, number: Int) -> Request? {
    func more() -> Bool {
      var bytes = [UInt8](repeating: 0, count: 65536)
      let count = recv(connection, &bytes, bytes.count, 0)
      guard count > 0 else { return false }
      buffer.append(contentsOf: bytes[..<count])
      return true
    }
    var end = buffer.range(of: Data("\r\n\r\n".utf8))
    while end == nil {
      guard more() else { return nil }
      end = buffer.range(of: Data("\r\n\r\n".utf8))
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ").map(String.init)
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    buffer = Data(buffer[end.upperBound...])
    let length = Int(fields["content-length"] ?? "0") ?? 0
    while buffer.count < length { guard more() else { return nil } }
    let body = Data(buffer.prefix(length))
    buffer = Data(buffer.dropFirst(length))
    return Request(
      method: words[0], path: words[1], fields: fields, body: body, connection: number)
  }
}
