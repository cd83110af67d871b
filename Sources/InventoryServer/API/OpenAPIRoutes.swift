import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore

/// `GET /openapi.yaml`: the API's description, public since it contains nothing about this centre.
struct OpenAPIRoutes: Sendable {
  func add(to router: some RouterMethods<CentreContext>) {
    router.get("/openapi.yaml") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/yaml", .cacheControl: "no-cache"],
        body: .init(byteBuffer: ByteBuffer(bytes: EmbeddedFile.bytes("openapi.yaml") ?? Data())))
    }
  }
}
