import Reporting

/// One login to one service.
enum LoginCheck {
  /// The keys that the credentials must have.
  static func needs(_ definition: AccountDefinition) -> [Credentials.Key] {
    switch definition.kind {
    case .bearer: [.token]
    case .oauth2:
      definition.oauth2?.grant == .clientCredentials ? [.clientSecret] : [.user, .password]
    default: [.user, .password]
    }
  }

  /// - Parameters:
  ///   - seconds: longest time for the whole login.
  ///   - wall: the wall clock, RFC 3339 UTC.
  static func finding(
    _ definition: AccountDefinition, _ credentials: Credentials, seconds: Double, wall: String
  ) -> AccountFinding {
    do throws(CheckStopped) {
      let line = try CheckConnection(definition, seconds: seconds)
      guard let address = try? ServiceAddress(definition.url ?? "", for: definition.kind) else {
        return .unknown(AccountDetail.wrongAddress)
      }
      let login = ServiceLogin(line: line, address: address, credentials: credentials)
      switch definition.kind {
      case .basic, .digest, .bearer: return try HTTPCheck(login: login).run()
      case .form: return try FormCheck(login: login, form: definition.form ?? LoginForm()).run()
      case .oauth2:
        return try TokenEndpointCheck(login: login, request: definition.oauth2 ?? TokenRequest())
          .run()
      case .ldap: return try BindCheck(login: login, wall: wall).run()
      case .imap, .smtp: return try MailCheck(login: login).run()
      case .certificate, .pkcs11, .manual: return .unknown(AccountDetail.nobodyHasSaid)
      }
    } catch {
      return error.finding
    }
  }
}
