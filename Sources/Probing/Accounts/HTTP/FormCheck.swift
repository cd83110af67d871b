import Curl
import Reporting
import CCurl

/// A login form: its page is fetched if the definition says so, then the form is posted once.
struct FormCheck: ServiceCheck {
  let login: ServiceLogin
  let form: LoginForm

  func run() throws(CheckStopped) -> AccountFinding {
    line.speakHTTP()
    // Cookies are kept in memory for these two requests.
    line.handle.set(CURLOPT_COOKIEFILE, "")
    var fields = FormFields()
    if let hidden = try fetch() { fields.add(hidden.name, hidden.value) }
    for (name, value) in form.fields.sorted(by: { $0.key < $1.key }) { fields.add(name, value) }
    fields.add(form.userField, credentials.bytes(.user))
    fields.add(form.passwordField, credentials.bytes(.password))
    line.aim(at: address)
    let reply = try line.post(fields)
    return line.definition.listed(reply)
      ?? reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .inBody)
  }

  /// Fetches the page with the form; returns the hidden field, if wanted. Nothing secret is sent
  /// yet.
  private func fetch() throws(CheckStopped) -> (name: String, value: [UInt8])? {
    guard let text = form.page, let page = try? ServiceAddress(text, for: .form) else { return nil }
    line.aim(at: page)
    let reply = try line.request()
    guard reply.status == 200 else {
      throw CheckStopped(reply.trouble ?? .unknown(AccountDetail.noPage))
    }
    guard let name = form.hidden else { return nil }
    guard let value = HiddenField.value(of: name, in: reply.body) else {
      throw CheckStopped(.unknown(AccountDetail.noHiddenField))
    }
    return (name, value)
  }
}
