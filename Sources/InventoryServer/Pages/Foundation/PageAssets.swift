import Cryptography
import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Reporting

/// Styles and scripts embedded in the binary. Their addresses contain their digest, so that
/// browsers cache them until they change.
struct PageAssets: Sendable {
  private let digests: [String: String]

  init() {
    digests = Dictionary(
      uniqueKeysWithValues: Self.names.map { name in
        let bytes = EmbeddedFile.bytes("assets/\(name)") ?? Data()
        return (name, String(SHA256Digest.hexadecimal(of: bytes).prefix(12)))
      })
  }

  private static var names: [String] {
    EmbeddedFile.names.filter { $0.hasPrefix("assets/") }.map { String($0.dropFirst(7)) }
  }

  func address(_ name: String) -> String {
    "/assets/\(name)?v=\(digests[name] ?? "")"
  }

  func add(to router: some RouterMethods<CentreContext>) {
    for name in Self.names {
      router.get("/assets/\(name)") { _, _ in
        Response(
          status: .ok,
          headers: [
            .contentType: Self.type(of: name), .cacheControl: "public, max-age=31536000, immutable",
          ],
          body: .init(
            byteBuffer: ByteBuffer(bytes: EmbeddedFile.bytes("assets/\(name)") ?? Data())))
      }
    }
  }

  private static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }
}
