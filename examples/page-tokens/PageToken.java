import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class PageToken {
    /** A token for one page of {@code site}, good for ten minutes: the page's tag has it as data-page-token. */
    static String of(String secret, String site) throws GeneralSecurityException {
        var base64 = Base64.getUrlEncoder().withoutPadding();
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String nonce = base64.encodeToString(random);
        long expires = System.currentTimeMillis() / 1000 + 600;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(), "HmacSHA256"));
        byte[] sum = mac.doFinal((site + "." + expires + "." + nonce).getBytes());
        return expires + "." + nonce + "." + base64.encodeToString(sum);
    }

    public static void main(String[] arguments) throws GeneralSecurityException {
        System.out.println(of(System.getenv("PAGE_TOKEN_SECRET"), System.getenv("SITE")));
    }
}
