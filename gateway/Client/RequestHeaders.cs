namespace PartyCloud.Client;

internal static class RequestHeaders
{
    /// <summary>In place of what is there: a request that is sent again bears the headers of the time before.</summary>
    public static void Set(this HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.Add(name, value);
    }
}
