import HTTPTypes
import Hummingbird

/// Answers 405 to methods that an existing path does not support, and 204 to `OPTIONS`, each with
/// `Allow` (RFC 9110, section 15.5.6). Without it such requests would look as if the path did not
/// exist.
enum MethodRefusals {
  private static let methods: [HTTPRequest.Method] =
    [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
    + [HTTPRequest.Method("QUERY")].compactMap(\.self)

  /// To be called after all other routes are added. A browser that asks for a form's address, as
  /// after Enter in its address bar, is sent to the form's page.
  static func add(to router: Router<CentreContext>, forms: FormPages) {
    let allowed = Dictionary(grouping: router.routes, by: \.path.description).mapValues { routes in
      (path: routes[0].path, methods: Set(routes.map(\.method)))
    }
    for (path, taken) in allowed.values {
      let withHead = taken.contains(.get) ? taken.union([.head]) : taken
      let list = methods.filter { withHead.contains($0) || $0 == .options }
        .map(\.rawValue).joined(separator: ", ")
      for method in methods where !withHead.contains(method) {
        let form = method == .get ? forms[path.description] : nil
        router.on(path, method: method) { request, context in
          if let form, request.headers[.accept]?.contains("text/html") == true {
            return PageResponse.seeOther(form.place(in: form.address(request, context)))
          }
          guard method != .options else {
            return Response(status: .noContent, headers: [.allow: list])
          }
          var response = try ProblemMiddleware<CentreContext>.problem(
            for: ServerError(
              .methodNotAllowed, "This address does not support \(method.rawValue): use \(list).")
          ).response()
          response.headers[.allow] = list
          return response
        }
      }
    }
  }
}
