/// What every login over the network needs.
struct ServiceLogin {
  let line: CheckConnection
  let address: ServiceAddress
  let credentials: Credentials
}

/// One way to log in to a service.
protocol ServiceCheck {
  var login: ServiceLogin { get }

  /// Tries the login, once.
  ///
  /// - Throws: the finding, if the service could not be asked.
  func run() throws(CheckStopped) -> AccountFinding
}

extension ServiceCheck {
  var line: CheckConnection { login.line }
  var address: ServiceAddress { login.address }
  var credentials: Credentials { login.credentials }
}
