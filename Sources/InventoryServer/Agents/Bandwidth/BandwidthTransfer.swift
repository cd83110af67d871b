import HTTPTypes
import Hummingbird
import NIOCore
import Reporting

/// One direction of one connection of a measurement. It ends with its slot, whatever the other side
/// does.
struct BandwidthTransfer: Sendable {
  private let slots: BandwidthLeases
  private let request: Request
  private let channel: any Channel
  private let slot: String

  /// Random, so that nothing on the way can compress it, and shared: no transfer allocates any.
  private static let bytes: ByteBuffer = {
    var generator = SystemRandomNumberGenerator()
    var buffer = ByteBufferAllocator().buffer(capacity: chunk * 8)
    for _ in 0..<chunk { buffer.writeInteger(generator.next() as UInt64) }
    return buffer
  }()
  private static var chunk: Int { 64 << 10 }
  private static var pieces: Int { bytes.readableBytes / chunk }
  private static let arrivalsEach = Duration.milliseconds(50)
  /// The number of lines of arrivals sent together: every packet is acknowledged on the path being
  /// measured.
  private static let arrivalsTogether = 4

  /// - Throws: ``ServerError`` with `slotUnknown` if the request does not name a slot.
  init(slots: BandwidthLeases, _ request: Request, _ channel: any Channel) throws {
    self.slots = slots
    self.request = request
    self.channel = channel
    slot =
      HTTPField.Name("Bandwidth-Slot").flatMap { request.headers[$0] }.map { String($0.prefix(64)) }
      ?? ""
  }

  /// Runs `work` in the slot; closes the connection when the slot ends.
  private func inSlot<Result>(_ work: () async throws -> Result) async throws -> Result {
    let seconds = try slots.enter(slot)
    let channel = channel
    let end = channel.eventLoop.scheduleTask(in: .milliseconds(Int64(max(0, seconds) * 1000))) {
      channel.close(promise: nil)
    }
    defer {
      end.cancel()
      slots.leave(slot)
    }
    return try await work()
  }

  /// Sends as many bytes as the query's `bytes` asks for, or as the slot still allows.
  func download() async throws -> Response {
    guard let text = request.uri.queryParameters["bytes"], let wanted = Int(text), wanted >= 0
    else {
      throw ServerError(.argumentMalformed, "Give the size: download?bytes=1000000")
    }
    // Refuses before the head of the answer is sent.
    _ = try slots.enter(slot)
    slots.leave(slot)
    _ = await CongestionControl.preferBBR(on: channel)
    return Response(
      status: .ok,
      headers: [.contentType: "application/octet-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        try await inSlot {
          var rest = wanted
          var piece = 0
          if let pace = slots.pace(.download, in: slot) {
            await pace.follow(channel) { slots.pace(.download, in: slot) === pace }
          }
          while rest > 0 {
            let allowed = slots.count(min(rest, Self.chunk), .download, in: slot)
            guard allowed > 0,
              let next = Self.bytes.getSlice(at: piece * Self.chunk, length: allowed)
            else { break }
            try await writer.write(next)
            rest -= allowed
            piece = (piece + 1) % Self.pieces
          }
        }
        try await writer.finish(nil)
      })
  }

  /// Receives and discards everything.
  func upload() async throws -> Response {
    try JSONResponse.make(BandwidthUploadReply(receivedBytes: try await inSlot(receive)))
  }

  /// - Returns: The number of bytes received.
  private func receive() async throws -> Int {
    let arrivals = slots.arrivals(in: slot)
    arrivals?.begin(channel)
    defer { arrivals?.end(channel) }
    let pace = slots.pace(.upload, in: slot)
    pace?.add(0)
    var received = 0
    do {
      for try await part in request.body {
        let allowed = slots.count(part.readableBytes, .upload, in: slot)
        received += allowed
        pace?.add(allowed)
        guard allowed == part.readableBytes else {
          throw ServerError(
            .slotUsedUp, "The slot allows no more bytes: \(received) came on this connection.")
        }
      }
    } catch let error as ServerError {
      throw error
    } catch {
      // A client that has measured enough hangs up: nothing to log.
      throw ServerError(.requestMalformed, "The upload ended prematurely.")
    }
    return received
  }

  /// Streams the progress of all uploads of the lease until the client disconnects or it ends:
  /// ``BandwidthArrivals`` in lines of JSON.
  func arrivals() async throws -> Response {
    _ = try slots.enter(slot)
    slots.leave(slot)
    guard let arrivals = slots.arrivals(in: slot) else {
      throw ServerError(.slotUnknown, "The slot has ended: request another.")
    }
    return Response(
      status: .ok,
      headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        try await inSlot {
          var lines = ByteBuffer()
          var together = 1
          while true {
            for _ in 0..<together {
              lines.writeBytes(try CanonicalJSON.encode(await arrivals.count()))
              lines.writeInteger(UInt8(ascii: "\n"))
              try await Task.sleep(for: Self.arrivalsEach)
            }
            try await writer.write(lines)
            lines.clear()
            together = Self.arrivalsTogether
          }
        }
      })
  }
}
