import Hummingbird
import InventoryStore
import Presentation

/// `/map?province=51&colour=points|reporting`: the communes on a map.
struct MapPageRoutes: Sendable {
  let documents: PlannerDocuments

  func add(to router: PageRouter) {
    router.get("/map", showsPast: true) { call in
      let page = MapPage(
        document: try await documents.rankings.document(
          .init(province: call.query.province, scope: call.scope),
          asOf: try call.query.asOf(now: call.now), for: await call.queueCaller),
        call: call, colouring: try Self.colouring(call.query),
        provinces: try await documents.store.register.provinces(within: call.scope))
      return call.page(.map, title: page.title, page.values())
    }
  }

  private static func colouring(_ query: PageQuery) throws -> MapColouring {
    guard let name = query["colour"] else { return .points }
    guard let colouring = MapColouring(rawValue: name) else {
      throw ServerError(
        .argumentMalformed,
        "The map cannot be coloured by \"\(name.prefix(20))\": use points or reporting.")
    }
    return colouring
  }
}
