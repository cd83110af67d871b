import Reporting

/// Messages that explain an account's status.
enum AccountDetail {
  // Why the check was not possible.
  static let nobodyHasSaid = "nobody has said how it stands: commune-probe attest"
  static let captured = "a captured machine logs in nowhere"
  static let needsRoot = "checks must be remembered in the state directory: run as root"
  static let busy = "another run is checking: try again when it has ended"
  static let damagedMemory =
    "what earlier checks saw is damaged: remove accounts.json from the state directory"
  static let notRemembered = "the check could not be remembered, so it was not made: free the disk"
  static let notReached = "not reached tonight: other services took the time"
  static let unfinished = "the last check did not finish; the next one is due a day after it"
  static let noLibcurl = "libcurl does not start"
  static let noIsolation = "the agent cannot start a process of its own for it"

  // Results of a login test.
  static let wrongPassword = "user name or password was refused"
  static let mayNotEnter = "the account is known, but may not enter"
  static let noSuchUser = "the service knows no such user"
  static let accountLocked = "the account is locked"
  static let accountDisabled = "the account is disabled"
  static let accountExpired = "the account has expired"
  static let passwordExpired = "the password has expired"
  static let mustChange = "the password must be changed before anything else"
  static let notNow = "the account may not be used at this hour or on this computer"
  static let tokenRefused = "the token was refused"
  static let clientRefused = "the client (clientId, clientSecret) was refused"
  static let clientMayNot = "this client may not ask in this way"
  static let matched = "the reply is one of those that the definition lists"
  static let unclear = "the reply is none of those that the definition lists"
  static let asksNoLogin = "the address asks for no login: nothing can be learnt there"
  static let otherMethod = "the server does not offer this way to log in"
  static let letInUnasked = "the server let us in without asking who we are"
  static let saysTheSame =
    "the server says the same without credentials: nothing can be learnt there"
  static let captcha = "the server asks for a person (captcha): nothing can be learnt there"
  static let gatewayRefuses =
    "a gateway before the server refuses the request: nothing can be learnt there"
  static let asksAgain =
    "the page asks for a login again: say in [answers.active] what it looks like when let in"
  static let asksMore = "the server asks for more than a password"
  static let loginOff = "the server has logins of this kind switched off"
  static let addressBarred = "the server keeps out the network address of this computer"
  static let proxyRefuses = "the proxy between here and the server does not let us through"
  static let captivePortal = "the network wants a login of its own first"
  static let tooMany = "the server asks to wait: too many logins"
  static let wrongRequest = "the server finds the request wrong: mend the definition"
  static let wrongAddress = "the address leads nowhere on that server: mend the definition"
  static let movedAddress = "the address leads elsewhere (redirect): mend the definition"
  static let noPage = "the login page is not where the definition says"
  static let noHiddenField = "the login page has no hidden field of that name"
  static let longReply = "the reply is longer than we read"
  static let oddReply = "the reply does not follow the protocol"
  static let temporary = "the server cannot check logins at present"
  static let unwilling = "the server refuses, and does not say why"
  static let weakMechanism = "the server refuses this way to log in: mend mechanism"

  // Why there was no answer.
  static let noName = "the name of the server is not found (DNS)"
  static let noConnection = "nothing answers at the server's address"
  static let timeout = "the server did not answer in time"
  static let closed = "the server closed the connection"
  static let serverError = "the server has an error of its own"
  static let noTLS = "no encrypted connection to the server can be made"
  static let noStartTLS = "the server does not encrypt the line (STARTTLS), so nothing was sent"
  static let certificateExpired =
    "the server's certificate has expired, or this computer's date is wrong"
  static let certificateNotYet =
    "the server's certificate is not valid yet, or this computer's date is wrong"
  static let certificateOtherName = "the server's certificate is for another name"
  static let certificateUntrusted = "the server's certificate comes from nobody whom we trust"
  static let noAuthority = "the file of ca cannot be read"

  // Certificates and tokens.
  static let certificateHasExpired = "the certificate has expired"
  static let certificateStarts = "the certificate is not valid yet"
  static let wrongDate = "this computer's date cannot be right: set it"
  static let certificateNotThere = "the certificate's file is not there"
  static let certificateUnreadable = "the certificate's file cannot be read"
  static let notCertificate = "the file holds no X.509 certificate in PEM or DER"
  static let noToken = "no token in the reader"
  static let noTokenCertificate = "the token holds no certificate"
  static let pinLocked = "the token's PIN is locked"
  static let moduleNotThere = "the module is not installed at its path"
  static let moduleNotLoaded = "the module cannot be loaded"
  static let notModule = "the file is no PKCS#11 module"
  static let moduleFailed = "the module cannot read its tokens"
  static let moduleGarbage = "gave no answer that can be read"
}
