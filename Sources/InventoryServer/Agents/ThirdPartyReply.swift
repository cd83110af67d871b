import Compression
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Reporting
import ThirdPartyInventory

/// Answers in the form that agents of other projects understand.
enum ThirdPartyReply {
  /// Asks an agent without credentials to send them.
  static func unauthorized() throws -> Response {
    var response = try Problem(
      title: "Unauthorized", status: 401, code: "credentialsWanted",
      detail: "Send the commune's code as user and an enrolment token as password."
    ).response()
    // Nothing may follow the realm: FusionInventory takes everything up to the last quotation mark
    // as its name.
    response.headers[.wwwAuthenticate] = "Basic realm=\"inventory\""
    return response
  }

  /// Answers PROLOG: tells an agent that supports JSON to use it, and others to send their
  /// inventory.
  static func prolog(knowsJSON: Bool) throws -> Response {
    if knowsJSON { return try JSONResponse.make(Pending()) }
    return try xml("<REPLY><RESPONSE>SEND</RESPONSE><PROLOG_FREQ>24</PROLOG_FREQ></REPLY>")
  }

  /// Answers `contact`: requests only the inventory, without the parts that would be dropped here.
  static func contact() throws -> Response { try JSONResponse.make(Contact()) }

  static func filed(_ format: AgentMessage.Format) throws -> Response {
    switch format {
    case .json: try JSONResponse.make(["status": "ok", "expiration": "24h"])
    case .xml: try xml("<REPLY><RESPONSE>no_account_update</RESPONSE></REPLY>")
    }
  }

  /// A refusal in the form that GLPI Agent logs.
  static func refused(_ problem: Problem, retryAfterSeconds: Int?) throws -> Response {
    var response = try problem.response(retryAfterSeconds: retryAfterSeconds)
    response.headers[.contentType] = "application/json"
    response.body = .init(
      byteBuffer: ByteBuffer(
        bytes: try CanonicalJSON.encode(["status": "error", "message": problem.detail])))
    return response
  }

  /// FusionInventory accepts only a zlib stream of the default level, OCS nothing uncompressed.
  private static func xml(_ content: String) throws -> Response {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + content
    guard let packed = ZlibStream.deflated(Data(text.utf8)) else {
      throw ServerError(.internalError, "zlib cannot start")
    }
    var headers = HTTPFields()
    headers[.contentType] = "application/x-compress-zlib"
    headers[.cacheControl] = "no-store"
    return Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: packed)))
  }
}

private struct Pending: Encodable {
  var status = "pending"
  var expiration = 0
}

/// The answer to `contact` (GLPI Agent's protocol, https://github.com/glpi-project/glpi-agent).
private struct Contact: Encodable {
  struct Tasks: Encodable { var inventory = Inventory() }

  struct Inventory: Encodable {
    enum CodingKeys: String, CodingKey {
      case server, version
      case leftOut = "no-category"
    }

    var server = "glpi"
    /// The first GLPI version that supports JSON.
    var version = "10.0.0"
    var leftOut = "process,environment,user,local_user,local_group"
  }

  var status = "ok"
  var expiration = 24
  var tasks = Tasks()
  var disabled = [
    "netdiscovery", "netinventory", "remoteinventory", "deploy", "collect", "esx", "wakeonlan",
  ]
}
