// PartyCloud 签名调用快速上手 · quick start of signed calls. Java 11+, 不需要任何包 · no packages.
// PARTYCLOUD_HOST=http://127.0.0.1:8080 PARTYCLOUD_APP=应用的id PARTYCLOUD_SECRET=密钥 java -Dfile.encoding=UTF-8 QuickStart.java

import java.io.PrintStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class QuickStart {
    static final String HOST = System.getenv("PARTYCLOUD_HOST").replaceAll("/$", "");
    static final String APP = System.getenv("PARTYCLOUD_APP");
    static final String SECRET = System.getenv("PARTYCLOUD_SECRET");
    static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String[][] calls = {
            {"GET", "/api/v1/apps/me", ""},
            {"GET", "/api/v1/members?q=" + escape("样例党员") + "&limit=2", ""},
            // 缺少必填项，会被拒绝并指出字段 · lacks what must be there, so it is refused and the fields are named.
            {"POST", "/api/v1/members", "{\"name\":\"样例一\"}"},
        };
        for (String[] one : calls) {
            HttpResponse<String> answer = call(one[0], one[1], one[2].getBytes(StandardCharsets.UTF_8));
            out.println(answer.statusCode() + " " + one[0] + " " + one[1] + " " + answer.body());
        }
    }

    /** 发出一次签名调用 · makes one signed call. */
    static HttpResponse<String> call(String method, String target, byte[] body) throws Exception {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString();
        String content = hex(MessageDigest.getInstance("SHA-256").digest(body));
        String text = String.join("\n", method, path, canonical(query), timestamp, nonce, content);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(URI.create(HOST + target))
            .method(method, body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body))
            .header("X-Pc-App-Id", APP)
            .header("X-Pc-Algorithm", "HMAC-SHA256")
            .header("X-Pc-Timestamp", timestamp)
            .header("X-Pc-Nonce", nonce)
            .header("X-Pc-Content-SHA256", content)
            .header("X-Pc-Signature", signature)
            .header("Content-Type", "application/json")
            .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** 名与值统一转义，按名排序，同名保持次序 · one way to escape, sorted by name, equal names in their order. */
    static String canonical(String query) {
        return Arrays.stream(query.split("&"))
            .filter(part -> !part.isEmpty())
            .map(part -> {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                return new String[] {escape(decode(name)), escape(decode(value))};
            })
            .sorted(Comparator.comparing(pair -> pair[0]))
            .map(pair -> pair[0] + "=" + pair[1])
            .collect(Collectors.joining("&"));
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** URLEncoder 是表单的写法，这里改成 RFC 3986 · writes forms, so it is turned into RFC 3986. */
    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            text.append(String.format("%02x", one));
        }
        return text.toString();
    }
}
