import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation
import Reporting

/// `/api/v1/programmes`: reads programmes, and records orders and deliveries.
struct ProgrammeRoutes: Sendable {
  let store: InventoryStore
  let cache: ProgrammeCache
  let queue: BoundedQueue
  let tables: TableUploads
  let now: @Sendable () -> Date

  func add(to router: APIRouter) {
    router.get("/api/v1/programmes") { _, _, principal in
      try JSONResponse.make(
        await store.programmes.list(within: principal.scope).map(ProgrammeName.init))
    }
    router.get("/api/v1/programmes/{id}") { _, context, principal in
      let document = try await cache.document(
        Self.number(context), within: principal.scope, now: now()
      ).document
      return Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(bytes: try ProgrammeJSON.encode(document))))
    }
    router.post("/api/v1/programmes/{id}/deliveries") { request, context, principal in
      guard let actor = principal.purchaseRecorder else {
        throw ServerError(
          .rightMissing,
          "This token only reads: create one that may record purchases, under Administration.")
      }
      let number = Self.number(context)
      let key = try Self.key(request)
      try await store.programmes.require(number, within: principal.scope)
      let caller = await BoundedQueue.Caller.of(principal, context)
      let recorded = try await tables.run(principal) { share in
        let body = try await Self.body(request, share)
        let records = try await queue.run(for: caller) { try DeliveryRequest(body).records }
        return try await store.programmes.record(
          records, in: number, key: RequestKey(key: key, body: body), within: principal.scope,
          by: actor, now: now()
        ) { [queue] in try await queue.run(for: caller, $0) }
      }
      return try JSONResponse.make(["recorded": recorded])
    }
  }

  private static func number(_ context: CentreContext) -> Int64 {
    context.parameters.get("id").flatMap { Int64($0) } ?? 0
  }

  private static func key(_ request: Request) throws -> String {
    let name = HTTPField.Name("Idempotency-Key")
    guard let key = name.flatMap({ request.headers[$0] }),
      1...RequestKey.maximumLength ~= key.utf8.count
    else {
      throw ServerError(
        .argumentMalformed,
        "Send an Idempotency-Key of 1 to \(RequestKey.maximumLength) characters: a repeated request then records nothing twice."
      )
    }
    return key
  }

  private static func body(_ request: Request, _ share: BodyBudget.Share) async throws -> Data {
    let maximum = TableUploads.purchaseBytes
    var body = Data()
    for try await part in request.body {
      guard body.count + part.readableBytes <= maximum else {
        throw ServerError(
          .bodyTooLarge, "A request has at most \(maximum >> 20) MiB: send fewer purchases.")
      }
      try share.add(part.readableBytes)
      body.append(contentsOf: part.readableBytesView)
    }
    return body
  }
}

/// The body of `POST /api/v1/programmes/{id}/deliveries`: `{"purchases": [{"kind": "delivery",
/// "commune": "21250", "item": "computer", "day": "2026-11-30", "count": 3, "price": 14500000,
/// "document": "BB-12"}]}`; `price` and `note` are optional.
struct DeliveryRequest: Decodable {
  private struct Purchase: Decodable {
    let kind: PurchaseEntry.Kind
    let commune, item, day: String
    let count: Int
    let price: Int?
    let document: String
    let note: String?
  }

  private let purchases: [Purchase]

  /// The purchases, each with its position in the list, from 1, as its line.
  var records: [PurchaseRecord] {
    purchases.enumerated().map { place, one in
      PurchaseRecord(
        kind: one.kind, commune: one.commune, item: one.item, day: one.day, count: one.count,
        price: one.price, document: one.document, note: one.note, line: place + 1)
    }
  }

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ body: Data) throws {
    do {
      self = try JSONDecoder().decode(DeliveryRequest.self, from: body)
    } catch {
      throw ServerError(
        .argumentMalformed,
        "The body is no list of purchases: send {\"purchases\": [{\"kind\": \"delivery\", \"commune\": \"21250\", \"item\": \"computer\", \"day\": \"2026-11-30\", \"count\": 3, \"document\": \"BB-12\"}]}."
      )
    }
    guard !purchases.isEmpty else {
      throw ServerError(.argumentMalformed, "The list of purchases is empty: nothing was recorded.")
    }
  }
}
