// Input from browsers and programs: forms, queries, cookies, credentials, plan requests. Nothing
// crashes, and limits hold.

import Foundation
import HTTPTypes
import Hummingbird
@testable import InventoryServer
@testable import InventoryStore
import NIOCore

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  if let form = try? PageForm(encoded: text) {
    precondition(form.fields.count <= PageForm.maximumFields)
    for (name, value) in form.fields.prefix(20) {
      _ = form[name]
      if let amount = try? MoneyInput.amount(value) {
        precondition((0...MoneyInput.maximum).contains(amount))
      }
      _ = CommonPasswords.contain(String(value.prefix(256)))
      _ = PasswordRule.fault(value, again: value, name: name, address: text)
      _ = PastTime(value)
      _ = Secret.digest(value)
    }
  }
  _ = try? PlanRequest(Data(text.utf8))
  let query = PageQuery(encoded: text)
  precondition(query.all.count <= PageQuery.maximumParameters && query.page >= 1)
  _ = try? query.language()
  _ = try? query.asOf(now: Date(timeIntervalSince1970: 1_800_000_000))
  var head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
  head.headerFields[.cookie] = text
  head.headerFields[.authorization] = text
  let request = Request(head: head, body: .init(buffer: ByteBuffer()))
  _ = SessionCookie.secret(in: request).flatMap(Secret.digest)
  _ = BrowserCookie.secret(in: request).flatMap(Secret.digest)
  if let credentials = BasicCredentials(head.headerFields), credentials.isWellFormed {
    precondition(credentials.commune.utf8.count == 5)
  }
  return 0
}
