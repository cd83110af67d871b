import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/`: the ranking.
struct RankingPageRoutes: Sendable {
  let store: InventoryStore
  let cache: RankingCache

  func add(to door: PageDoor) {
    door.get("/") { call in
      let query = call.query
      let page = RankingPage(
        document: try await cache.document(.init(province: query.province, scope: call.scope)),
        call: call, provinces: try await store.provinces(within: call.scope),
        queue: try Self.queue(query), page: query.page)
      return call.page("ranking", title: page.title, page.values())
    }
  }

  private static func queue(_ query: PageQuery) throws -> Queue {
    guard let name = query["queue"] else { return .ranked }
    guard let queue = Queue(rawValue: name) else {
      throw ServerError(
        .argumentMalformed, "There is no queue \"\(name.prefix(20))\": ranked or verifyFirst.")
    }
    return queue
  }
}
