import SwiftASN1

/// The two messages that a check sends (RFC 4511), with the control that requests the state of the
/// password (draft-behera-ldap-password-policy-10).
enum BindRequest {
  static let passwordPolicy = "1.3.6.1.4.1.42.2.27.8.5.1"
  static let messageId = 1

  /// A simple bind with name and password.
  static func bytes(name: [UInt8], password: [UInt8]) throws -> [UInt8] {
    var message = DER.Serializer()
    try message.appendConstructedNode(identifier: .sequence) { message in
      try message.serialize(messageId)
      try message.appendConstructedNode(identifier: application(0)) { request in
        try request.serialize(3)
        request.appendPrimitiveNode(identifier: .octetString) { $0 += name }
        request.appendPrimitiveNode(identifier: context(0)) { $0 += password }
      }
      message.appendConstructedNode(identifier: context(0)) { controls in
        controls.appendConstructedNode(identifier: .sequence) { control in
          control.appendPrimitiveNode(identifier: .octetString) { $0 += passwordPolicy.utf8 }
        }
      }
    }
    return message.serializedBytes
  }

  /// An unbind, which ends the session.
  static func unbind() throws -> [UInt8] {
    var message = DER.Serializer()
    try message.appendConstructedNode(identifier: .sequence) { message in
      try message.serialize(messageId + 1)
      message.appendPrimitiveNode(identifier: application(2)) { _ in }
    }
    return message.serializedBytes
  }

  static func application(_ number: UInt) -> ASN1Identifier {
    ASN1Identifier(tagWithNumber: number, tagClass: .application)
  }

  static func context(_ number: UInt) -> ASN1Identifier {
    ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
  }
}
