cp app.py secret.py
mkdir locked
cp app.py locked/app.py
chmod 000 secret.py locked
chmod 755 .
