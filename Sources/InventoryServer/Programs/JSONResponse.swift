import HTTPTypes
import Hummingbird
import NIOCore
import Reporting

enum JSONResponse {
  static func make(_ value: some Encodable) throws -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    return Response(
      status: .ok, headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: try CanonicalJSON.encode(value))))
  }
}
