using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PartyCloud.Gateway.Tests;

/// <summary>Webhooks over TLS, from a gateway of its own process whose system trusts a root of the test's: told to whom the certificate names, and to nobody else.</summary>
public sealed class WebhookTlsTests(WebhookTlsTests.TlsGateway gateway) : IClassFixture<WebhookTlsTests.TlsGateway>
{
    [Fact]
    public async Task A_receiver_is_told_only_where_its_certificate_is_of_a_trusted_root_and_for_its_name()
    {
        await using var trusted = await gateway.HasWebhookAsync(url: UrlOf(gateway.Trusted));
        await using var otherName = await gateway.HasWebhookAsync(url: UrlOf(gateway.OtherName));
        await using var unknownRoot = await gateway.HasWebhookAsync(url: UrlOf(gateway.UnknownRoot));
        var all = new[] { trusted, otherName, unknownRoot };
        using var process = gateway.StartProcess();
        try
        {
            foreach (var hook in all)
            {
                await hook.BegunAsync();
                hook.Changed(Guid.CreateVersion7(), 1);
            }

            await trusted.EventuallyAsync(webhook => webhook.LastSuccessAt is not null);
            await otherName.EventuallyAsync(webhook => webhook.LastProblem is not null);
            await unknownRoot.EventuallyAsync(webhook => webhook.LastProblem is not null);

            Assert.True(Assert.Single(gateway.Trusted.Under("/hook")).Fits(trusted.Secret, TimeProvider.System.GetUtcNow()));
            Assert.Equal(("webhook.tls", "webhook.tls"), ((await otherName.ReadAsync()).LastProblem!.Code, (await unknownRoot.ReadAsync()).LastProblem!.Code));
            Assert.Empty(gateway.OtherName.Under("/hook"));
            Assert.Empty(gateway.UnknownRoot.Under("/hook"));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        static string UrlOf(WebhookReceiver receiver) => $"https://localhost:{receiver.Port}/hook";
    }

    public sealed class TlsGateway : WebhookGateway
    {
        private readonly string roots = Path.GetTempFileName();
        private readonly X509Certificate2 root = Root("CN=root of the tests");

        public WebhookReceiver Trusted { get; private set; } = null!;

        public WebhookReceiver OtherName { get; private set; } = null!;

        public WebhookReceiver UnknownRoot { get; private set; } = null!;

        // The one in the test administers alone.
        protected override IEnumerable<(string Name, string Value)> Settings =>
        [
            .. base.Settings, ("Webhooks:EndpointsAtOnce", "0"),
            .. new[] { Trusted, OtherName, UnknownRoot }.SelectMany((receiver, index) => new[]
            {
                ($"Webhooks:Targets:{index + 10}:Host", "localhost"), ($"Webhooks:Targets:{index + 10}:Port", $"{receiver.Port}"), ($"Webhooks:Targets:{index + 10}:Networks:0", "127.0.0.0/8"),
            }),
        ];

        public override async Task InitializeAsync()
        {
            using var stranger = Root("CN=another root");
            (Trusted, OtherName, UnknownRoot) = (
                await WebhookReceiver.StartAsync(Leaf(root, "localhost")), await WebhookReceiver.StartAsync(Leaf(root, "elsewhere.test")), await WebhookReceiver.StartAsync(Leaf(stranger, "localhost")));
            await File.WriteAllTextAsync(roots, root.ExportCertificatePem());
            Names["localhost"] = [IPAddress.Loopback];
            // The process goes by the real clock, by which the sessions of another day are over and are removed.
            Clock.Set(TimeProvider.System.GetUtcNow());
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            GC.SuppressFinalize(this);
            await base.DisposeAsync();
            foreach (var receiver in new[] { Trusted, OtherName, UnknownRoot })
            {
                await receiver.DisposeAsync();
            }

            root.Dispose();
            File.Delete(roots);
        }

        public Process StartProcess()
        {
            var start = StartInfo(("Webhooks:EndpointsAtOnce", "4"));
            start.Environment["SSL_CERT_FILE"] = roots;
            return Process.Start(start)!;
        }

        private static X509Certificate2 Root(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
            var now = TimeProvider.System.GetUtcNow();
            return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        }

        private static X509Certificate2 Leaf(X509Certificate2 root, string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
            var now = TimeProvider.System.GetUtcNow();
            using var signed = request.Create(root, now.AddDays(-1), now.AddHours(12), RandomNumberGenerator.GetBytes(8));
            return signed.CopyWithPrivateKey(key);
        }
    }
}
