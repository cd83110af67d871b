import HTTPTypes
import Hummingbird
import NIOCore
import Reporting

enum JSONResponse {
  static func make(_ value: some Encodable) throws -> Response {
    make(text: ByteBuffer(bytes: try CanonicalJSON.encode(value)))
  }

  /// - Parameter text: JSON.
  static func make(text: ByteBuffer) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: text))
  }
}
