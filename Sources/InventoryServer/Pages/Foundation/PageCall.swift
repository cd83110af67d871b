import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation
import Reporting

/// A request for a page: the caller, the language, the query. For the answer to a form, `request`
/// asks for the page on which the form stands.
struct PageCall: Sendable {
  var request: Request
  let context: CentreContext
  /// nil on public pages.
  let principal: Principal?
  let templates: PageTemplates
  let language: Language
  let now: Date
  /// Whether it arrived over TLS.
  let isEncrypted: Bool
  /// Whether the page can show a time in the past (`asOf`).
  var showsPast = false
  /// A refused form, which the page shows again as typed.
  var refused: RefusedForm?

  var query: PageQuery { PageQuery(request) }
  var messages: Messages { templates.messages }
  var people: PeopleFormat { PeopleFormat(language) }
  /// Names of actors as records give them, in the page's language.
  var names: RecordedName { RecordedName(language, messages: messages) }
  /// The part of the country that the caller may see: pass it to every query.
  var scope: Scope { principal?.scope ?? .country }

  /// The address under which the centre was reached, such as `https://centre.example`. If we do not
  /// speak TLS, only a loopback address is `http`.
  var ownAddress: String {
    if let origin = SameSite.origin(of: request, isEncrypted: isEncrypted) { return origin }
    let authority = request.head.authority ?? "127.0.0.1:8080"
    let isPlain = !isEncrypted && LoopbackAddress.isIn(authority: authority)
    return "\(isPlain ? "http" : "https")://\(authority)"
  }

  /// The owner of slow work for this call, for ``BoundedQueue``.
  var queueCaller: BoundedQueue.Caller { get async { await .of(principal, context) } }

  /// A parameter of the path, such as `code` of `/communes/{code}`.
  func part(_ name: String) -> String { context.parameters.get(name) ?? "" }

  /// The text of a key.
  func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
    messages(key, language, arguments)
  }

  /// This address with other parameters; nil removes one.
  func address(_ changes: [String: String?] = [:], path: String? = nil) -> String {
    PageAddress.make(path ?? request.uri.path, query.all.merging(changes) { $1 })
  }

  /// The province of a page: the chosen one, or the only one that the caller can see.
  static func province(
    _ chosen: String?, among provinces: [(code: String, name: String)]
  ) -> (code: String, name: String)? {
    provinces.count == 1 ? provinces.first : provinces.first { $0.code == chosen }
  }

  /// The address of a commune's page, for the same day as this page.
  func communeAddress(_ code: String) -> String { "/communes/\(code)\(communeAddressEnd)" }

  /// The part after the code in ``communeAddress(_:)``; parses the query each time.
  var communeAddressEnd: String {
    guard showsPast, let day = query["asOf"] else { return "" }
    return PageAddress.make("", ["asOf": day])
  }

  /// Whether the page is shown as it will be printed: complete, and on A4.
  var isPaper: Bool { query.isPaper }

  /// Whether the address requests an unpaged list, even of the whole country.
  var showsAllRows: Bool { query.showsAllRows }

  /// The values of a page that can be printed as an annex: the address of its paper form.
  var annex: PageValues { ["paper": address(["paper": "1", "page": nil, "done": nil])] }

  /// Creates a response on `queue` if `isLong`: a page with thousands of rows takes seconds, for
  /// which Swift's few threads must not wait.
  ///
  /// - Throws: ``ServerError`` with `busy`; whatever `make` throws.
  func render(
    on queue: BoundedQueue, if isLong: Bool, _ make: @escaping @Sendable () throws -> Response
  ) async throws -> Response {
    guard isLong else { return try make() }
    return try await queue.run(for: await queueCaller, make)
  }

  /// A page: `template` inside `layout`, every value escaped.
  ///
  /// - Parameter title: The page's title, without the program's name.
  func page(
    _ template: PageTemplate, title: String, _ values: PageValues,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    var values = PageFrame(call: self, title: title).values().merging(values)
    let anySimulated = values["anySimulated"] as? Bool == true
    if anySimulated {
      values["simulatedNotice"] = self.text(
        values["marksNoRows"] as? Bool == true ? "demo.simulatedSums" : "demo.simulated")
    }
    values["hasNotices"] = values["isDemonstration"] as? Bool == true || anySimulated
    guard let text = templates.render(template, language, values) else {
      // Checked when the centre started; an empty page that looks valid must never be sent.
      return Response(status: .internalServerError, headers: [.contentType: "text/plain"])
    }
    return PageResponse.html(text, status: status)
  }
}

/// A page, or a part of one, that derives a template's values from a request.
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

  /// Redirects the browser to a page after an action, so that it can be reloaded safely.
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
  /// Whole days from a moment to now, never negative.
  func days(since moment: Date) -> Int {
    let days = now.timeIntervalSince(moment) / 86_400
    return days.isFinite ? Int(min(max(0, days), 1e6)) : 0
  }

  /// A moment and its age: "12/11/2026 02:10 (9 ngày trước)".
  ///
  /// A time in the future was stored while the server's clock was wrong, and is marked as such.
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
