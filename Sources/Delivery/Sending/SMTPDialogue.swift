import CCurl
import HTTP
import Model

/// A server's reply: its code of RFC 5321, section 4.2, and its last line.
struct SMTPReply: Hashable {
    let code: Int
    let text: String
}

/// How a dialogue ended, in the words of this program rather than of libcurl.
struct SMTPResult {
    enum Code: Hashable {
        case ok, unreachable, untrusted, noTLS, loginDenied, badSettings, other
    }

    var code: Code
    /// libcurl's own sentence, for when the server said nothing.
    var message: String
    var lastReply: SMTPReply?
    /// The replies to RCPT, in order; nil where the dialogue did not come so far.
    var recipientReplies: [SMTPReply?]
}

/// One dialogue with a server by libcurl: connect, greet, TLS, AUTH, one message, quit.
struct SMTPDialogue {
    let server: SMTPServer
    let password: String?
    let envelope: Envelope

    func run() -> SMTPResult {
        guard CurlLibrary.isReady, let handle = unsafe curl_easy_init() else {
            return SMTPResult(code: .other, message: "libcurl cannot start", recipientReplies: [])
        }
        let transcript = Transcript(message: envelope.message)
        let context = unsafe Unmanaged.passRetained(transcript)
        var recipients: UnsafeMutablePointer<curl_slist>?
        let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer {
            unsafe curl_easy_cleanup(handle)
            unsafe curl_slist_free_all(recipients)
            unsafe errorBuffer.deallocate()
            unsafe context.release()
        }
        for address in envelope.recipients {
            unsafe recipients = curl_slist_append(recipients, "<\(address)>")
        }
        var code = unsafe set(handle, recipients: recipients, errors: errorBuffer, context: context.toOpaque())
        if code == CURLE_OK { code = unsafe curl_easy_perform(handle) }
        var message = unsafe String(cString: errorBuffer)
        if message.isEmpty { message = unsafe String(cString: curl_easy_strerror(code)) }
        return SMTPResult(
            code: SMTPDialogue.meaning(of: code), message: message, lastReply: transcript.lastReply,
            recipientReplies: transcript.recipientReplies)
    }

    private func set(
        _ handle: UnsafeMutableRawPointer, recipients: UnsafeMutablePointer<curl_slist>?,
        errors: UnsafeMutablePointer<CChar>, context: UnsafeMutableRawPointer
    ) -> CURLcode {
        var texts: [(CURLoption, String)] = [
            (CURLOPT_URL, server.url), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            (CURLOPT_MAIL_FROM, "<\(envelope.sender)>"),
            // An empty text: no proxy of the environment is asked, since no setting names one.
            (CURLOPT_PROXY, ""),
        ]
        if let user = server.user { texts.append((CURLOPT_USERNAME, user)) }
        if let password { texts.append((CURLOPT_PASSWORD, password)) }
        if let file = server.certificateFile { texts.append((CURLOPT_CAINFO, file)) }
        let needsTLS = server.security != .none
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_UPLOAD, 1), (ccurl_allow_refused_recipients, 1),
            (CURLOPT_USE_SSL, Int(needsTLS ? CURLUSESSL_ALL.rawValue : CURLUSESSL_NONE.rawValue)),
            (CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
            (CURLOPT_CONNECTTIMEOUT, server.connectSeconds), (CURLOPT_TIMEOUT, server.totalSeconds),
            (CURLOPT_SERVER_RESPONSE_TIMEOUT, server.silentSeconds), (CURLOPT_LOW_SPEED_LIMIT, 1),
            (CURLOPT_LOW_SPEED_TIME, server.silentSeconds),
        ]
        var code = unsafe ccurl_set_error_buffer(handle, errors)
        for (option, text) in texts where code == CURLE_OK {
            code = unsafe ccurl_set_text(handle, option, text)
        }
        for (option, number) in numbers where code == CURLE_OK {
            code = unsafe ccurl_set_long(handle, option, number)
        }
        if code == CURLE_OK { code = unsafe ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients) }
        // The size goes into MAIL FROM, so that a server can refuse before it has read everything (RFC 1870).
        if code == CURLE_OK {
            code = unsafe ccurl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(envelope.message.count))
        }
        if code == CURLE_OK { code = unsafe ccurl_set_reader(handle, readMessage, context) }
        if code == CURLE_OK { code = unsafe ccurl_set_tracer(handle, traceDialogue, context) }
        return code
    }

    private static func meaning(of code: CURLcode) -> SMTPResult.Code {
        switch code {
        case CURLE_OK: .ok
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_OPERATION_TIMEDOUT, CURLE_SSL_CONNECT_ERROR:
            .unreachable
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .untrusted
        case CURLE_USE_SSL_FAILED: .noTLS
        case CURLE_LOGIN_DENIED: .loginDenied
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,
            CURLE_NOT_BUILT_IN:
            .badSettings
        default: .other
        }
    }
}

/// What is read from and noted for libcurl's callbacks.
///
/// Of what the program says only RCPT is recognised, and nothing of it is kept: AUTH lines carry the password.
final class Transcript {
    private let message: [UInt8]
    private var sent = 0
    private var isAnsweringRecipient = false
    private var isQuitting = false
    private(set) var lastReply: SMTPReply?
    private(set) var recipientReplies: [SMTPReply?] = []

    init(message: [UInt8]) {
        self.message = message
    }

    func next(_ limit: Int) -> ArraySlice<UInt8> {
        let piece = message[sent..<min(sent + limit, message.count)]
        sent = piece.endIndex
        return piece
    }

    /// The program has sent a line.
    func said(_ line: [UInt8]) {
        // libcurl takes its leave after a refusal too; the answer to that is not the server's verdict.
        isQuitting = isQuitting || line.starts(with: "QUIT".utf8)
        isAnsweringRecipient = line.starts(with: "RCPT TO:".utf8)
        if isAnsweringRecipient { recipientReplies.append(nil) }
    }

    /// The server has sent a line; `250-` goes on, `250 ` ends a reply.
    func heard(_ line: [UInt8]) {
        guard !isQuitting, line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)),
            line.count == 3 || line[3] != UInt8(ascii: "-")
        else { return }
        let reply = SMTPReply(code: code, text: SendOutcome.said(String(decoding: line, as: UTF8.self)))
        lastReply = reply
        if isAnsweringRecipient { recipientReplies[recipientReplies.count - 1] = reply }
        isAnsweringRecipient = false
    }
}

private func readMessage(
    _ target: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let target = unsafe target, let context = unsafe context else { return 0 }
    let transcript = unsafe Unmanaged<Transcript>.fromOpaque(context).takeUnretainedValue()
    let piece = transcript.next(size * count)
    unsafe piece.withUnsafeBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(start: target, count: bytes.count).copyMemory(from: bytes)
    }
    return piece.count
}

private func traceDialogue(
    _ handle: UnsafeMutableRawPointer?, _ kind: curl_infotype, _ text: UnsafeMutablePointer<CChar>?, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let text = unsafe text, let context = unsafe context,
        kind == CURLINFO_HEADER_OUT || kind == CURLINFO_HEADER_IN
    else { return 0 }
    let transcript = unsafe Unmanaged<Transcript>.fromOpaque(context).takeUnretainedValue()
    let line = unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: min(count, 2048)))
    if kind == CURLINFO_HEADER_OUT { transcript.said(line) } else { transcript.heard(line) }
    return 0
}
