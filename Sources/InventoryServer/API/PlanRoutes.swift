import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation

/// `POST /api/v1/plan`: an investment plan for programs, as `plan --format json` prints it.
struct PlanRoutes: Sendable {
  static let maximumBytes = 4 << 10

  let source: DocumentSource
  let queue: BoundedQueue
  let now: @Sendable () -> Date

  func add(to router: APIRouter) {
    router.post("/api/v1/plan") { request, context, principal in
      let wanted = try PlanRequest(try await Self.body(request))
      let time = now()
      let planned = try await source.planned(
        province: wanted.province, group: wanted.group.map { String($0.prefix(100)) },
        within: principal.scope, now: time)
      let bytes = try await queue.run(for: await .of(principal, context)) {
        try PlanJSON.encode(
          source.plan(planned, budget: wanted.budget, asOf: nil, now: time))
      }
      return Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }

  private static func body(_ request: Request) async throws -> Data {
    let tooLarge = ServerError(
      .bodyTooLarge, "A plan request has at most \(maximumBytes) bytes: send budget and province.")
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBytes {
      throw tooLarge
    }
    do {
      return Data(try await request.body.collect(upTo: maximumBytes).readableBytesView)
    } catch is NIOTooManyBytesError {
      throw tooLarge
    }
  }
}
