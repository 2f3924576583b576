using System.Globalization;
using System.Text.Json.Serialization;

namespace PartyCloud.Client.Envelopes;

/// <summary>
/// A body on its way where the other side wants it enciphered and signed over and above TLS (国密信封), in the fields that national portals use: SM4 for the content, SM2 for
/// the signature.
/// </summary>
/// <param name="AppCode">The app's id, in an answer as well.</param>
/// <param name="Timestamp">Seconds since 1970, ten digits.</param>
/// <param name="EncData">Base64 of 12 random bytes, the content under SM4-GCM, and its tag of 16 bytes.</param>
/// <param name="SignData">Base64 of the SM2 signature, r‖s or DER.</param>
internal sealed record Envelope(
    [property: JsonRequired] string AppCode, [property: JsonRequired] string Version, [property: JsonRequired] string EncType, [property: JsonRequired] string SignType,
    [property: JsonRequired] string Timestamp, [property: JsonRequired] string EncData, [property: JsonRequired] string SignData)
{
    /// <summary>With this header a call says that its body is in an envelope and that the answer's is to be.</summary>
    public const string Header = "X-Pc-Envelope";

    /// <summary>The one profile that there is.</summary>
    public const string Profile = "SM4-SM2";

    public const string Version1 = "1.0";
    public const string Sm4 = "SM4";
    public const string Sm2 = "SM2";

    /// <summary>What the signature goes over: all other fields, in the order of their names.</summary>
    [JsonIgnore]
    public string ToSign => string.Create(
        CultureInfo.InvariantCulture, $"appCode={AppCode}&encData={EncData}&encType={EncType}&signType={SignType}&timestamp={Timestamp}&version={Version}");

    [JsonIgnore]
    public bool IsOfThisKind => (Version, EncType, SignType) == (Version1, Sm4, Sm2);
}
