using System.Text;
using PartyCloud.Client.Webhooks;

namespace PartyCloud.Gateway.Tests;

public sealed class WebhookSignatureTests
{
    private static readonly byte[] Body = """{"type":"organization.updated","data":{"code":"001002003"}}"""u8.ToArray();
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1750000000);
    private static readonly string Secret = "whsec_" + Convert.ToBase64String("demo-webhook-secret"u8);

    [Fact]
    public void T76() => Assert.Equal(
        "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=",
        WebhookSignature.Sign(Encoding.ASCII.GetBytes("demo-webhook-secret"), "evt_0001", 1750000000, """{"type":"organization.updated","data":{"code":"001002003"}}"""u8));

    [Theory]
    [InlineData("evt_0001", "1750000000", "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 0, true)]
    [InlineData("evt_0001", "1750000000", "v1,AAAA v1a,xyz v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 300, true)]
    [InlineData("evt_0001", "1750000000", "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 301, false)]
    [InlineData("evt_0001", "1750000000", "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", -301, false)]
    [InlineData("evt_0001", "1750000001", "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 0, false)]
    [InlineData("evt_0002", "1750000000", "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 0, false)]
    [InlineData("evt_0001", "1750000000", "v2,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 0, false)]
    [InlineData("evt_0001", "1750000000", "Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 0, false)]
    [InlineData("evt_0001", "x", "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", 0, false)]
    [InlineData("evt_0001", "1750000000", "", 0, false)]
    [InlineData(null, null, null, 0, false)]
    public void A_receiver_believes_what_is_signed_and_lately_sent_and_nothing_else(string? id, string? timestamp, string? signatures, int later, bool fits) =>
        Assert.Equal(fits, WebhookSignature.Fits(Secret, id, timestamp, signatures, Body, SentAt.AddSeconds(later)));

    [Fact]
    public void A_body_that_was_changed_or_another_secret_does_not_fit()
    {
        const string signature = "v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=";

        Assert.False(WebhookSignature.Fits(Secret, "evt_0001", "1750000000", signature, [.. Body, (byte)' '], SentAt));
        Assert.False(WebhookSignature.Fits("whsec_" + Convert.ToBase64String("other-webhook-secret"u8), "evt_0001", "1750000000", signature, Body, SentAt));
    }
}
