import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// The page on which a form stands: the address of every page that answers the form itself, and
/// where a browser goes if the form cannot be handled. Links of an answer that named the form's own
/// address would lead nowhere: that one takes no GET.
struct FormPage: Sendable, ExpressibleByStringLiteral {
  /// With `{name}` for the parameters that it shares with the form's address.
  let path: String
  /// The identifier of the element that contains the form; nil if it is at the top of the page.
  let section: String?
  /// Parameters of the page's address.
  let query: [String: String]
  /// Whether anything is lost if the session is over. Nothing is if the form only ends it.
  let saves: Bool
  /// Whether a field belongs to the page's address; nil if none does.
  let keeps: (@Sendable (_ field: String) -> Bool)?

  init(
    _ path: String, section: String? = nil, query: [String: String] = [:], saves: Bool = true,
    keeps: (@Sendable (_ field: String) -> Bool)? = nil
  ) {
    (self.path, self.section, self.query, self.saves) = (path, section, query, saves)
    self.keeps = keeps
  }

  /// - Parameter value: `/path` or `/path#section`.
  init(stringLiteral value: String) {
    let sides = value.split(separator: "#", maxSplits: 1).map(String.init)
    self.init(sides.first ?? "/", section: sides.count > 1 ? sides[1] : nil)
  }

  /// The page's address, without its section.
  ///
  /// - Parameters:
  ///   - request: The form's request, whose own query is kept.
  ///   - form: nil if it has not been read.
  func address(_ request: Request, _ context: CentreContext, _ form: PageForm? = nil) -> String {
    var parameters = PageQuery(request).all
    for (name, value) in query { parameters[name] = value }
    for field in form?.fields ?? [] where keeps?(field.name) == true {
      parameters[field.name] = field.value
    }
    let path = path.split(separator: "/").map { part in
      guard part.hasPrefix("{"), part.hasSuffix("}") else { return String(part) }
      let value = context.parameters.get(String(part.dropFirst().dropLast())) ?? ""
      return PageAddress.encoded(value.removingPercentEncoding ?? value)
    }.joined(separator: "/")
    return PageAddress.make("/\(path)", parameters)
  }

  /// The page with a refused form, as `show` makes it; nil if it cannot be shown.
  static func refusing(_ error: any Error, _ show: () async throws -> Response) async -> Response? {
    guard var response = try? await show() else { return nil }
    if let error = error as? ServerError, error.code == .formExpired {
      response.status = error.status
    }
    return response
  }

  /// An address of the page, at the section with the form.
  func place(in address: String) -> String { address + (section.map { "#\($0)" } ?? "") }
}

/// The pages of all forms, by the paths of the forms' routes.
final class FormPages: Sendable {
  private let pages = Mutex<[String: FormPage]>([:])

  func add(_ page: FormPage, of path: RouterPath) {
    pages.withLock { $0[path.description] = page }
  }

  subscript(path: String) -> FormPage? { pages.withLock { $0[path] } }
}

extension PageCall {
  /// The same call as a GET of the form's page, so that links of the answer lead to it.
  func asking(_ page: FormPage, _ form: PageForm? = nil) -> PageCall {
    var head = request.head
    head.method = .get
    head.path = page.address(request, context, form)
    var call = self
    call.request = Request(head: head, body: .init(buffer: .init()))
    return call
  }

  /// As ``asking(_:_:)``, for the form of a visitor whose session is over: it may say which page it
  /// was on.
  ///
  /// - Parameter request: The form's request.
  func asking(_ page: FormPage, lost request: Request) async -> PageCall {
    guard page.keeps != nil, !FileForm.isOne(request) else { return asking(page) }
    return asking(page, try? await PageForm(request, maximumBytes: PageForm.publicBytes))
  }
}
