import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore

/// `GET /ca.pem`: the centre's own certificate authority, public. On its own it proves nothing:
/// its recipient compares its digest with the one on the enrolment card.
struct AuthorityRoutes: Sendable {
  let authority: AuthorityFile?

  func add(to router: some RouterMethods<CentreContext>) {
    router.get("/ca.pem") { _, _ in
      guard let authority else {
        throw ServerError(
          .notFound, "This centre has no authority of its own: computers know its certificate.")
      }
      return Response(
        status: .ok,
        headers: [.contentType: "application/x-pem-file", .cacheControl: "no-cache"],
        body: .init(byteBuffer: ByteBuffer(bytes: authority.bytes)))
    }
  }
}
