import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * PartyCloud 回调验签 · verifies a webhook. Java 11+, 不需要任何包 · no packages.
 *
 * WEBHOOK_SECRET=whsec_... java Verify.java <webhook-id> <webhook-timestamp> <webhook-signature> < body
 */
public class Verify {
    /** body 是收到的原始字节 · the bytes as they came, before any JSON is read. */
    static boolean fits(String secret, String id, String timestamp, String signatures, byte[] body) throws GeneralSecurityException {
        if (!timestamp.matches("\\d{1,18}") || Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > 300) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(StandardCharsets.US_ASCII);
        // 轮换期间有两个签名，以空格分隔 · while the secret is changed there are two, with a space between
        boolean fits = false;
        for (String one : signatures.split(" ")) {
            fits |= MessageDigest.isEqual(expected, one.getBytes(StandardCharsets.UTF_8));
        }
        return fits;
    }

    public static void main(String[] arguments) throws GeneralSecurityException, IOException {
        boolean good = fits(System.getenv("WEBHOOK_SECRET"), arguments[0], arguments[1], arguments[2], System.in.readAllBytes());
        System.out.println(good ? "ok" : "refused");
    }
}
