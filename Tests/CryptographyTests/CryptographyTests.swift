import Cryptography
import Foundation
import Testing

private func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = Array(hexadecimal.filter { !$0.isWhitespace })
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(digits[$0...$0 + 1]), radix: 16)
  }
}

/// Published test vectors, so that keys, signatures and digests of other programs stay valid.
@Suite struct CryptographyTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func sha256(_ text: String, _ digest: String) {
    #expect(SHA256.hash(data: Data(text.utf8)) == bytes(digest))
    var pieces = SHA256()
    for byte in text.utf8 { pieces.update(data: [byte]) }
    #expect(pieces.finalize() == bytes(digest))
    #expect(pieces.finalize() == bytes(digest), "asking twice changes nothing")
  }

  /// Whether the bytes lie in one piece or not.
  @Test func sha256OfRegions() {
    let whole = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    var regions = DispatchData.empty
    for start in stride(from: 0, to: whole.count, by: 70) {
      whole[start..<min(start + 70, whole.count)].withUnsafeBytes { regions.append($0) }
    }
    #expect(regions.regions.count == 5)
    #expect(SHA256.hash(data: regions) == SHA256.hash(data: whole))
    #expect(SHA256.hash(data: whole[10..<20]) == SHA256.hash(data: Data(whole[10..<20])))
  }

  /// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
  @Test func hmac() {
    #expect(
      HMACSHA256.authenticationCode(
        for: Data("Hi There".utf8), key: [UInt8](repeating: 0x0B, count: 20))
        == bytes("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"))
    #expect(
      HMACSHA256.authenticationCode(
        for: Data("what do ya want for nothing?".utf8), key: Data("Jefe".utf8))
        == bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
    #expect(
      HMACSHA256.authenticationCode(
        for: Data("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        key: [UInt8](repeating: 0xAA, count: 131))
        == bytes("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"))
  }

  /// RFC 5869, case 3, its first 32 bytes.
  @Test func hkdf() {
    #expect(
      HMACSHA256.derivedKey(from: [UInt8](repeating: 0x0B, count: 22), info: [UInt8]())
        == bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"))
  }

  /// RFC 8032, section 7.1, tests 1 to 3.
  @Test(arguments: [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ])
  func ed25519(_ seed: String, _ publicKey: String, _ message: String, _ signature: String) throws {
    let key = try Ed25519.PrivateKey(rawRepresentation: bytes(seed))
    #expect(Array(key.publicKey.rawRepresentation) == bytes(publicKey))
    #expect(Array(key.signature(for: bytes(message))) == bytes(signature))
    #expect(key.publicKey.isValidSignature(bytes(signature), for: bytes(message)))
    for index in 0..<64 {
      var forged = bytes(signature)
      forged[index] ^= 1
      #expect(!key.publicKey.isValidSignature(forged, for: bytes(message)))
    }
    #expect(!key.publicKey.isValidSignature(bytes(signature), for: bytes(message) + [0]))
    #expect(!key.publicKey.isValidSignature(bytes(signature).dropLast(), for: bytes(message)))
  }

  @Test func keysOfTheWrongSize() {
    for count in [0, 31, 33, 64] {
      let wrong = [UInt8](repeating: 1, count: count)
      #expect(throws: CryptographyError.invalidParameter) {
        try Ed25519.PrivateKey(rawRepresentation: wrong)
      }
      #expect(throws: CryptographyError.invalidParameter) {
        try Ed25519.PublicKey(rawRepresentation: wrong)
      }
    }
  }

  /// A key of small order, or one not on the curve, verifies nothing.
  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ])
  func keysThatAreNone(_ publicKey: String) throws {
    let key = try Ed25519.PublicKey(rawRepresentation: bytes(publicKey))
    #expect(!key.isValidSignature([UInt8](repeating: 0, count: 64), for: [UInt8]()))
    let identity = [1] + [UInt8](repeating: 0, count: 63)
    #expect(!key.isValidSignature(identity, for: [UInt8]()))
  }

  /// RFC 7914, section 12, the second and third vector (the first hashes an empty password).
  @Test func scrypt() throws {
    #expect(
      try Scrypt.hash(
        Data("password".utf8), salt: Data("NaCl".utf8), rounds: 1024, blockSize: 8,
        parallelism: 16, byteCount: 64)
        == bytes(
          """
          fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
          2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
          """))
    #expect(
      try Scrypt.hash(
        Data("pleaseletmein".utf8), salt: Data("SodiumChloride".utf8), rounds: 16384, blockSize: 8,
        parallelism: 1, byteCount: 64)
        == bytes(
          """
          7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
          d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
          """))
  }

  @Test func scryptRefusesWhatIsOutOfRange() {
    for (rounds, blocks, lanes) in [
      (1, 8, 1), (1000, 8, 1), (1 << 20, 32, 1), (2, 0, 1), (2, 8, 17),
    ] {
      #expect(throws: CryptographyError.invalidParameter) {
        try Scrypt.hash(
          [UInt8](), salt: [UInt8](), rounds: rounds, blockSize: blocks, parallelism: lanes,
          byteCount: 32, maximumMemory: 1 << 30)
      }
    }
  }

  @Test func randomBytesDiffer() {
    #expect(RandomBytes.make(32) != RandomBytes.make(32))
    #expect(RandomBytes.make(0).isEmpty)
  }

  @Test func constantTime() {
    #expect(ConstantTime.equal([1, 2], [1, 2]))
    #expect(!ConstantTime.equal([1, 2], [1, 3]))
    #expect(!ConstantTime.equal([1, 2], [1]))
    #expect(ConstantTime.equal([], []))
  }
}
