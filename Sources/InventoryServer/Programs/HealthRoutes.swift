import Hummingbird
import InventoryStore

/// `GET /healthz`: 200 where the inventory answers a read.
struct HealthRoutes<Context: RequestContext>: Sendable {
  let store: InventoryStore

  func add(to router: some RouterMethods<Context>) {
    router.get("/healthz") { _, _ in
      try JSONResponse.make(["status": "ok", "revision": "\(try await store.revision())"])
    }
  }
}
