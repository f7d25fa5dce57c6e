from twilio.rest import Client

client = Client()


def notify(number, text):
    """Calls chat.completions.create? No: this is a text message."""
    return client.messages.create(to=number, body=text)
