import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation

/// A request for a page: the caller, the language, the query.
struct PageCall: Sendable {
  let request: Request
  let context: CentreContext
  /// nil on public pages.
  let principal: Principal?
  let templates: PageTemplates
  let language: Language
  let now: Date
  /// Whether it came over TLS.
  let isEncrypted: Bool
  /// Whether the page can show a time in the past (`asOf`).
  var showsPast = false
  /// The form that the page shows again as it was typed.
  var refused: RefusedForm?

  var query: PageQuery { PageQuery(request) }
  var messages: Messages { templates.messages }
  var people: PeopleFormat { PeopleFormat(language) }
  /// Names of who acted, as records have them.
  var names: RecordedName { RecordedName(language, messages: messages) }
  /// The part of the country that the caller may see: pass it to every query.
  var scope: Scope { principal?.scope ?? .country }

  /// The address at which the centre was asked, such as `https://centre.example`. Where we do not
  /// speak TLS, only this machine's own address is without.
  var ownAddress: String {
    if let origin = SameSite.origin(of: request, isEncrypted: isEncrypted) { return origin }
    let authority = request.head.authority ?? "127.0.0.1:8080"
    let isPlain = !isEncrypted && LoopbackAddress.isIn(authority: authority)
    return "\(isPlain ? "http" : "https")://\(authority)"
  }

  /// The owner of slow work for this call, for ``BoundedQueue``.
  var queueCaller: BoundedQueue.Caller { get async { await .of(principal, context) } }

  /// A part of the path, such as `code` of `/communes/{code}`.
  func part(_ name: String) -> String { context.parameters.get(name) ?? "" }

  /// The text of a key.
  func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
    messages(key, language, arguments)
  }

  /// This very address with other parameters; nil takes one away.
  func address(_ changes: [String: String?] = [:], path: String? = nil) -> String {
    PageAddress.make(path ?? request.uri.path, query.all.merging(changes) { $1 })
  }

  /// The province that a page is of: the chosen one, or the only one that the caller sees.
  static func province(
    _ chosen: String?, among provinces: [(code: String, name: String)]
  ) -> (code: String, name: String)? {
    provinces.count == 1 ? provinces.first : provinces.first { $0.code == chosen }
  }

  /// A commune's page, of the same day as this one.
  func communeAddress(_ code: String) -> String { "/communes/\(code)\(communeAddressEnd)" }

  /// What follows the code in ``communeAddress(_:)``; the query is read again each time.
  var communeAddressEnd: String {
    guard showsPast, let day = query["asOf"] else { return "" }
    return PageAddress.make("", ["asOf": day])
  }

  /// Whether the page is shown as it will be printed: whole, and on A4.
  var isPaper: Bool { query.isPaper }

  /// Whether the address asks for a list undivided, be it the whole country's.
  var showsAllRows: Bool { query.showsAllRows }

  /// What a page has that is printed as an annex: the link to its paper form, and the signatures.
  var annex: PageValues { ["paper": address(["paper": "1", "page": nil, "done": nil])] }

  /// Makes a response on `queue` if `isLong`: a page with thousands of rows takes seconds, which
  /// Swift's few threads must not wait for.
  ///
  /// - Throws: ``ServerError`` with `busy`; what `make` throws.
  func render(
    on queue: BoundedQueue, if isLong: Bool, _ make: @escaping @Sendable () throws -> Response
  ) async throws -> Response {
    guard isLong else { return try make() }
    return try await queue.run(for: await queueCaller, make)
  }

  /// A page: `template` inside `layout`, every value escaped.
  ///
  /// - Parameter title: of the page, without the program's name.
  func page(
    _ template: PageTemplate, title: String, _ values: PageValues,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    var values = PageFrame(call: self, title: title).values().merging(values)
    values["hasNotices"] =
      values["isDemonstration"] as? Bool == true || values["anySimulated"] as? Bool == true
    guard let text = templates.render(template, language, values) else {
      // Checked when the centre started; an empty page that looks well is the one thing it must not
      // be.
      return Response(status: .internalServerError, headers: [.contentType: "text/plain"])
    }
    return PageResponse.html(text, status: status)
  }
}

/// A page, or a part of one, that makes values for a template of what was asked.
protocol PageModel {
  var call: PageCall { get }
}

extension PageModel {
  var people: PeopleFormat { call.people }
}

enum PageResponse {
  static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [
        .contentType: "text/html; charset=utf-8", .cacheControl: "no-cache, private",
        .vary: "Cookie",
      ],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  /// After something was done: the browser goes on to a page, and may load that again.
  static func seeOther(_ address: String) -> Response {
    Response(status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
  }

  static func file(_ bytes: Data, type: String, name: String) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: type, .cacheControl: "no-cache, private",
        .contentDisposition: "attachment; filename=\"\(name)\"",
      ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension PageCall {
  /// Whole days between a moment and now, never negative.
  func days(since moment: Date) -> Int {
    let days = now.timeIntervalSince(moment) / 86_400
    return days.isFinite ? Int(min(max(0, days), 1e6)) : 0
  }

  /// A moment, and how long ago that was: "12/11/2026 02:10 (9 ngày trước)".
  ///
  /// A time in the future was written while the server's clock was wrong, and is marked so.
  func ago(_ moment: Date) -> String {
    guard now.days(sinceKnown: moment) != nil else {
      return "\(people.dateTime(moment)) (\(text("time.clockWrong")))"
    }
    let days = days(since: moment)
    let words =
      days == 0 ? text("time.today") : text("time.daysAgo", ["days": people.number(days)])
    return "\(people.dateTime(moment)) (\(words))"
  }
}
